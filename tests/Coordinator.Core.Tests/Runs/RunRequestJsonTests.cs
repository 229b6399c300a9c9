using System.Text.Json;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunRequestJsonTests
{
    private const string Full = """{"schemaVersion":1,"runId":"slack-T1-C1-1.2","threadKey":"slack-T1-C1-1.0","actor":{"kind":"slack","team":"T1","id":"U1"},"text":"list instances","replyTo":{"channel":"C1","threadTs":"1.0"},"receivedAt":"2026-03-01T10:00:00+00:00","eventId":"Ev1","teamId":"T2","enterpriseId":"E1","traceParent":"00-a-b-01"}""";

    [Fact]
    public void Serialize_WhenRead_GivesTheStoredShape()
    {
        var request = RunRequestJson.Deserialize(Full);

        Assert.Equal(("slack-T1-C1-1.2", new Actor("slack", "T1", "U1"), new ReplyTarget("C1", "1.0")), (request.RunId, request.Actor, request.ReplyTo));
        Assert.Equal(Full, RunRequestJson.Serialize(request));
    }

    [Fact]
    public void Serialize_WhenRequestHasMembersOfANewerVersion_KeepsThem()
    {
        var json = Full.Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal)[..^1] + ",\"mood\":{\"grim\":true}}";

        Assert.Equal(json, RunRequestJson.Serialize(RunRequestJson.Deserialize(json)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"runId\":null")]
    public void Deserialize_WhenNoRequest_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => RunRequestJson.Deserialize(json));
}
