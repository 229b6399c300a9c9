using System.Text.Json;
using Coordinator.Core.DeadLetters;

namespace Coordinator.Core.Tests.DeadLetters;

public sealed class DeadLetterJsonTests
{
    private const string Full = """{"schemaVersion":1,"id":"op_r1.2.0","failureType":"timeout","operation":"list","error":"no answer","parameters":{"name":"web-01"},"runId":"r1","thread":"t1","step":"2.0","write":true,"timestamp":"2026-03-01T12:00:00+00:00","retryCount":2,"status":"retrying","retryRun":"r1.2.0-retry3","edit":{"text":"ask so","arguments":{"name":"web-02"}}}""";

    [Fact]
    public void Serialize_WhenRead_GivesTheStoredShape()
    {
        var letter = DeadLetterJson.Deserialize(Full, 7);
        Assert.Equal(("op_r1.2.0", 2, DeadLetterStatus.Retrying, 7L), (letter.Id, letter.Turn, letter.Status, letter.Version));
        Assert.Equal(Full, DeadLetterJson.Serialize(letter));
    }

    [Fact]
    public void Serialize_WhenALetterHasMembersOfANewerVersion_KeepsThem()
    {
        var json = Full.Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal)[..^1] + ",\"mood\":{\"grim\":true}}";
        Assert.Equal(json, DeadLetterJson.Serialize(DeadLetterJson.Deserialize(json, 1) with { Version = 2 }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":null}""")]
    public void Deserialize_WhenNoLetter_Throws(string json) => Assert.ThrowsAny<JsonException>(() => DeadLetterJson.Deserialize(json, 1));
}
