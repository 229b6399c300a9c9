using System.Text;
using System.Text.Json;
using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>What is stored, letter for letter: a run of an older version must still be read by a newer one.</summary>
public sealed class LogLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Lines =>
    [
        """{"schemaVersion":1,"at":"2026-03-01T12:00:00+00:00","sequence":7,"request":"{\"schemaVersion\":1,\"runId\":\"run-1\",\"threadKey\":\"thread-1\",\"actor\":{\"kind\":\"api\",\"team\":\"\",\"id\":\"me\"},\"text\":\"list instances\",\"receivedAt\":\"1970-01-01T00:00:00+00:00\"}"}""",
        """{"schemaVersion":1,"at":"2026-03-01T12:00:00+00:00","key":"tool:1.0","fact":"{\"type\":\"tool_finished\",\"schemaVersion\":1,\"at\":\"2026-03-01T12:00:00+00:00\",\"step\":\"1.0\",\"tool\":\"stop\",\"outcome\":\"succeeded\",\"write\":false,\"durationMs\":0}","content":"ünïcödé <b> \uD83D\uDE80\n","effect":{"step":"1.0","status":"Succeeded","attempt":1,"owner":"me","deadline":"2026-03-01T12:01:00+00:00","since":"2026-03-01T12:00:00+00:00","detail":"done"}}""",
        """{"schemaVersion":1,"at":"2026-03-01T12:00:00+00:00","key":"finish","fact":"{\"type\":\"run_finished\",\"schemaVersion\":1,\"at\":\"2026-03-01T12:00:00+00:00\",\"status\":\"answered\"}","contentBlob":"runs/run-1/content/ab"}""",
        """{"schemaVersion":1,"at":"2026-03-01T12:00:00+00:00","effect":{"step":"1.0","status":"Intended","attempt":1,"owner":"me","deadline":"2026-03-01T12:01:00+00:00","since":"2026-03-01T12:00:00+00:00"}}""",
        """{"schemaVersion":1,"at":"2026-03-01T12:00:00+00:00","item":{"id":"stop","kind":"stop","by":"U2","at":"2026-03-01T12:00:00+00:00"}}""",
    ];

    [Fact]
    public void ToBytes_AreAsTheyWere()
    {
        var effect = new Effect("run-1", "1.0", EffectStatus.Intended, 1, "me", Noon.AddMinutes(1)) { Since = Noon };
        LogLine[] lines =
        [
            new() { At = Noon, Sequence = 7, Request = RunRequestJson.Serialize(BlobMemories.Request("run-1")) },
            new()
            {
                At = Noon,
                Key = "tool:1.0",
                Fact = RunFactJson.Serialize(new ToolFinished("1.0", "stop", ToolOutcomes.Succeeded) { At = Noon }),
                Content = "ünïcödé <b> 🚀\n",
                Effect = LoggedEffect.Of(effect with { Status = EffectStatus.Succeeded, Detail = "done" }),
            },
            new() { At = Noon, Key = "finish", Fact = RunFactJson.Serialize(new RunFinished(RunStatus.Answered) { At = Noon }), ContentBlob = "runs/run-1/content/ab" },
            new() { At = Noon, Effect = LoggedEffect.Of(effect) },
            new() { At = Noon, Item = LoggedItem.Of(new InboxItem("run-1", "stop", InboxItem.Stop, "U2", Noon)) },
        ];

        Assert.Equal(Lines.Select(row => row.Data + "\n"), lines.Select(line => Encoding.UTF8.GetString(line.ToBytes())));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Read_WhenWrittenByThisVersion_IsTheSame(string json) =>
        Assert.Equal(json + "\n", Encoding.UTF8.GetString(LogLine.Read(Encoding.UTF8.GetBytes(json)).ToBytes()));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion":2,"at":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","effect":{"step":"1.0"}}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","effect":{"step":"1.0","status":"Perhaps","attempt":1,"owner":"me","deadline":"2026-03-01T12:01:00+00:00","since":"2026-03-01T12:00:00+00:00"}}""")]
    public void Read_WhenItIsNoLineOfOurs_Fails(string json) =>
        Assert.ThrowsAny<JsonException>(() => LogLine.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('\u2028')]
    [InlineData('\0')]
    public void ToBytes_WhenTextHoldsLineBreaks_IsOneLine(char odd)
    {
        var bytes = new LogLine { At = Noon, Content = $"a{odd}b" }.ToBytes();

        Assert.Equal(bytes.Length - 1, Array.IndexOf(bytes, (byte)'\n'));
        Assert.Equal($"a{odd}b", LogLine.Read(bytes).Content);
    }
}
