using System.Text.Json;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.Tests.Tools.Arguments;

public sealed class ArgumentCorrectorTests
{
    private const string Id = "ocid1.instance.oc1.iad.anuwcljtAbC1";

    [Theory]
    [InlineData("integer", "\" 7 \"", "7")]
    [InlineData("integer", "\"-7\"", "-7")]
    [InlineData("integer", "\"7.5\"", null)]
    [InlineData("integer", "\"seven\"", null)]
    [InlineData("integer", "\"\"", null)]
    [InlineData("number", "\"7.50\"", "7.50")]
    [InlineData("number", "\"1e3\"", null)]
    [InlineData("boolean", "\"True\"", "true")]
    [InlineData("boolean", "\"yes\"", null)]
    [InlineData("string", "\"7\"", null)]
    [InlineData("integer", "7", null)]
    [InlineData("integer", "null", null)]
    public void Correct_WhenTheSchemaWouldRefuseIt_ReadsWhatIsWrittenAsAText(string type, string given, string? expected) =>
        Assert.Equal(expected, Value($$"""{"type":"{{type}}"}""", given, thorough: false));

    [Theory]
    [InlineData("""{"type":["integer","null"]}""", "7")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "7")]
    [InlineData("""{"$ref":"#/$defs/count"}""", "7")]
    [InlineData("""{"type":["integer","string"]}""", null)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}]}""", null)]
    [InlineData("""{"anyOf":[{"type":"integer"},{}]}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""true""", null)]
    [InlineData("""{"$ref":"#/nowhere"}""", null)]
    [InlineData("""{"type":42}""", null)]
    public void Correct_UnderstandsHowSchemasNameTypes(string schema, string? expected) => Assert.Equal(expected, Value(schema, "\"7\"", thorough: true));

    [Theory]
    [InlineData($"\" {Id}\\n\"", $"\"{Id}\"")]
    [InlineData($"\"<{Id}>\"", $"\"{Id}\"")]
    [InlineData($"\"'{Id}'\"", $"\"{Id}\"")]
    [InlineData($"\"`\\\"{Id}\\\"`\"", $"\"{Id}\"")]
    [InlineData("\"OCID1.Instance.OC1.IAD.anuwcljtAbC1\"", $"\"{Id}\"")]
    [InlineData("\"OCID1.TENANCY.OC1..aaaa\"", "\"ocid1.tenancy.oc1..aaaa\"")]
    [InlineData($"\"{Id}\"", null)]
    [InlineData("\"ocid1.instance.oc1.iad. anuwcljt\"", null)]
    [InlineData("\"ocid1.instance\"", null)]
    [InlineData($"\"{Id} {Id}\"", null)]
    [InlineData("\"'web-01'\"", null)]
    [InlineData("\"<all>\"", null)]
    public void Correct_WhenAnOcidWasRefused_TakesOffWhatIsAroundIt(string given, string? expected) => Assert.Equal(expected, Value("""{"type":"string"}""", given, thorough: true));

    [Theory]
    [InlineData("date-time", "2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("date-time", "2026-01-31 10:00", "2026-01-31T10:00:00Z")]
    [InlineData("date-time", "2026/01/31 10:00:05", "2026-01-31T10:00:05Z")]
    [InlineData("date-time", "2026-01-31T10:00", "2026-01-31T10:00:00Z")]
    [InlineData("date-time", "2026-01-31T10:00:00.25", "2026-01-31T10:00:00.25Z")]
    [InlineData("date-time", "2026-01-31 10:00+02:00", "2026-01-31T08:00:00Z")]
    [InlineData("date-time", "2026-01-31 10:00 UTC", "2026-01-31T10:00:00Z")]
    [InlineData("date-time", "2026-01-31T10:00:00Z", null)]
    [InlineData("date-time", "2026-01-31T10:00:00.5+02:00", null)]
    [InlineData("date-time", "31.01.2026", null)]
    [InlineData("date-time", "01/02/2026", null)]
    [InlineData("date-time", "2026-02-30", null)]
    [InlineData("date-time", "yesterday", null)]
    [InlineData("date", "2026/01/31", "2026-01-31")]
    [InlineData("date", "2026-01-31T23:00:00-05:00", "2026-01-31")]
    [InlineData("date", "2026-01-31", null)]
    [InlineData("uuid", "2026-01-31 10:00", null)]
    public void Correct_WhenATimeWasRefused_WritesItAsTheFormatAsks(string format, string given, string? expected) =>
        Assert.Equal(expected is null ? null : $"\"{expected}\"", Value($$"""{"type":"string","format":"{{format}}"}""", $"\"{given}\"", thorough: true));

    [Theory]
    [InlineData("""{"type":"string"}""", "\" Berlin \"")]
    [InlineData("""{"type":"string"}""", $"\"<{Id}>\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-31\"")]
    public void Correct_BeforeTheServerRefused_LeavesTextsAlone(string schema, string given)
    {
        Assert.Null(Value(schema, given, thorough: false));
        Assert.NotNull(Value(schema, given, thorough: true));
    }

    [Fact]
    public void Correct_WhenDaysOrLimitAreRequiredAndMissing_AddsTheUsualOnes()
    {
        const string Schema = """{"type":"object","required":["days","limit","other"],"properties":{"days":{"type":"integer"},"limit":{"type":"integer","maximum":50},"other":{"type":"integer"}}}""";

        var correction = Correct("{}", Schema);

        Assert.Equal("""{"days":30,"limit":50}""", correction.Arguments.GetRawText());
        Assert.Equal(["days was missing, sent as 30.", "limit was missing, sent as 50."], correction.Changes);
    }

    [Theory]
    [InlineData("""{"properties":{"days":{"type":"integer"}}}""")]
    [InlineData("""{"required":["days"],"properties":{"days":{"type":"integer","default":7}}}""")]
    [InlineData("""{"required":["days"],"properties":{"days":{"type":"string"}}}""")]
    [InlineData("""{"required":["days"]}""")]
    [InlineData("""{"required":"days","properties":{"days":{"type":"integer"}}}""")]
    public void Correct_WhenDaysAreNotDemanded_AddsNothing(string schema) => Assert.Empty(Correct("{}", schema).Changes);

    [Fact]
    public void Correct_ReachesListsAndObjects()
    {
        const string Schema = """{"type":"object","properties":{"ids":{"type":"array","items":{"type":"string"}},"page":{"type":"object","properties":{"size":{"type":"integer"}}}}}""";

        var correction = Correct($$$"""{"ids":["<{{{Id}}}>","x"],"page":{"size":"5"},"more":{"a":"1"}}""", Schema);

        Assert.Equal($$$"""{"ids":["{{{Id}}}","x"],"page":{"size":5},"more":{"a":"1"}}""", correction.Arguments.GetRawText());
        Assert.Equal(2, correction.Changes.Count);
        Assert.Contains("page.size was \"5\", sent as 5.", correction.Changes);
    }

    [Theory]
    [InlineData("""{"n":"5","n":"6"}""")]
    [InlineData("""{"n":"\ud800"}""")]
    [InlineData("""["5"]""")]
    public void Correct_WhenItCannotBeRead_LeavesItToTheServer(string arguments)
    {
        var given = JsonElement.Parse(arguments);

        var correction = ArgumentCorrector.Correct(given, JsonElement.Parse("""{"properties":{"n":{"type":"integer"}}}"""), thorough: true);

        Assert.Equal((0, arguments), (correction.Changes.Count, correction.Arguments.GetRawText()));
    }

    /// <summary>The value that is sent instead; null: the given one.</summary>
    private static string? Value(string schema, string given, bool thorough)
    {
        var whole = $$$$"""{"type":"object","properties":{"value":{{{{schema}}}}},"$defs":{"count":{"type":"integer"}}}""";
        var correction = Correct($$"""{"value":{{given}}}""", whole, thorough);
        return correction.Changes.Count == 0 ? null : correction.Arguments.GetProperty("value").GetRawText();
    }

    private static Correction Correct(string arguments, string schema, bool thorough = true) =>
        ArgumentCorrector.Correct(JsonElement.Parse(arguments), JsonElement.Parse(schema), thorough);
}
