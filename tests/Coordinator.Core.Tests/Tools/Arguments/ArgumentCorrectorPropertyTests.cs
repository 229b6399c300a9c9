using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Tools.Arguments;
using CsCheck;

namespace Coordinator.Core.Tests.Tools.Arguments;

public sealed class ArgumentCorrectorPropertyTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""
        {"type":"object","required":["days","name"],"properties":{
          "days":{"type":"integer"},"ratio":{"type":"number"},"deep":{"type":"boolean"},"name":{"type":"string"},"free":{},
          "start":{"type":"string","format":"date-time"},"day":{"type":"string","format":"date"},"id":{"type":"string"},"ids":{"type":"array","items":{"type":"string"}}}}
        """);

    private static readonly Gen<string> Words = Gen.Char[" \"'<>`aZ0.-:/é😀"].Array[0, 12].Select(letters => new string(letters)).Where(text => JsonValue.Create(text) is not null && !text.Any(char.IsSurrogate));

    private static readonly Gen<DateTime> Times = Gen.DateTime[new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc)];

    private static readonly Gen<string> Ids = Gen.Char["abc123"].Array[1, 20].Select(letters => $"ocid1.instance.oc1.iad.{new string(letters)}");

    private static readonly Gen<JsonObject> Valid =
        Gen.Select(Gen.Int, Gen.Int[-1000, 1000], Gen.Bool, Words, Times, Ids, (days, ratio, deep, words, time, id) => new JsonObject
        {
            ["days"] = days, ["ratio"] = ratio / 10m, ["deep"] = deep, ["name"] = words, ["free"] = words, ["id"] = id, ["ids"] = new JsonArray(id, words),
            ["start"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null), ["day"] = time.ToString("yyyy-MM-dd", null), ["unknown"] = words,
        });

    /// <summary>What a server would take is sent as the model wrote it.</summary>
    [Fact]
    public void Correct_WhenTheArgumentsAreValid_ChangesNothing() => Valid.Sample(arguments =>
    {
        var given = JsonElement.Parse(arguments.ToJsonString());
        var correction = ArgumentCorrector.Correct(given, Schema, thorough: false);
        return correction.Changes.Count == 0 && correction.Arguments.GetRawText() == given.GetRawText();
    });

    [Fact]
    public void Correct_WhenTheArgumentsAreValidAndClean_ChangesNothingEvenIfTheyWereRefused() => Valid.Sample(arguments =>
    {
        (arguments["name"], arguments["ids"]) = ("web-01", new JsonArray("a", "b"));
        return ArgumentCorrector.Correct(JsonElement.Parse(arguments.ToJsonString()), Schema, thorough: true).Changes.Count == 0;
    });

    /// <summary>So a second correction has nothing to do: there is one corrected attempt, not a chain of them.</summary>
    [Fact]
    public void Correct_WhenItIsDoneTwice_ChangesNothingMore() => Gen.Select(Words, Words, Words, Words, (days, name, start, id) => new JsonObject
    {
        ["days"] = days, ["name"] = name, ["start"] = start, ["id"] = $"{id}OCID1.x.oc1..{start}",
    }).Sample(arguments =>
    {
        var once = ArgumentCorrector.Correct(JsonElement.Parse(arguments.ToJsonString()), Schema, thorough: true);
        return ArgumentCorrector.Correct(once.Arguments, Schema, thorough: true).Changes.Count == 0;
    });
}
