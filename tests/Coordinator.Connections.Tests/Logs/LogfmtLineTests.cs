using System.Diagnostics;
using Coordinator.Connections.Logs;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Tests.Logs;

public sealed class LogfmtLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 7, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Write_OurEvent_IsPairsWithTheDurationLast()
    {
        var line = Line("llm.invoke provider={Provider} duration_ms={DurationMs} input_tokens={InputTokens}", ("Provider", "anthropic"), ("DurationMs", 1234L), ("InputTokens", 12L));
        Assert.Equal("ts=2026-11-26T07:00:00.123Z level=info event=llm.invoke provider=anthropic input_tokens=12 duration_ms=1234\n", line.Line);
    }

    [Fact]
    public void Write_WithinASpan_HasItsTraceBeforeTheDuration()
    {
        using var span = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();
        var line = Line("tool_call server={Server} duration_ms={DurationMs}", ("Server", "oci-unified"), ("DurationMs", 5L));
        Assert.EndsWith($"server=oci-unified trace_id={span.TraceId} duration_ms=5\n", line.Line, StringComparison.Ordinal);
        Assert.Equal("oci-unified", line.Server);
    }

    [Theory]
    [InlineData("circuit_closed server={Server} both, by hand", "event=circuit_closed server=a msg=\"both, by hand\"\n")]
    [InlineData("upkeep_failed it is tried again in {Server:0} s", "event=upkeep_failed msg=\"it is tried again in a s\"\n")]
    [InlineData("ready", "event=ready\n")]
    [InlineData("tool_catalog_error {Server}", "event=tool_catalog_error msg=a\n")]
    [InlineData("The client of {Server} threw", "event=log category=Coordinator.X msg=rendered\n")]
    public void Write_TheWordsBetween_AreTheMessage(string template, string expected) =>
        Assert.EndsWith(expected, Line(template, ("Server", "a")).Line, StringComparison.Ordinal);

    [Fact]
    public void Write_WhatOthersLog_IsAMessageWithItsCategory()
    {
        var line = LogfmtLine.Write(Now, LogLevel.Error, "Microsoft.Hosting", [new("{OriginalFormat}", "failed a={A}")], "failed a=1", null).Line;
        Assert.Equal("ts=2026-11-26T07:00:00.123Z level=error event=log category=Microsoft.Hosting msg=\"failed a=1\"\n", line);
    }

    [Fact]
    public void Write_NullAndFormat_LeaveOutAndFormat()
    {
        var line = Line("step_failed retry_at={RetryAt:O} class={Class} none={None}", ("RetryAt", Now), ("Class", DayOfWeek.Monday), ("None", null)).Line;
        Assert.EndsWith("event=step_failed retry_at=2026-11-26T07:00:00.1230000+00:00 class=Monday\n", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words", "\"two words\"")]
    [InlineData("", "\"\"")]
    [InlineData("say \"hi\" \\", "\"say \\\"hi\\\" \\\\\"")]
    [InlineData("a\nts=2020 level=error event=forged\r\t", "\"a\\nts=2020 level=error event=forged\\r\\t\"")]
    [InlineData("\u001b[31m\u2028\u0085", "\"\\u001b[31m\\u2028\\u0085\"")]
    [InlineData("k=v", "\"k=v\"")]
    public void Write_WhateverIsInAValue_StaysOneLineAndOneValue(string value, string shown)
    {
        var line = Line("run_broke reason={Reason}", ("Reason", value)).Line;
        Assert.EndsWith($"event=run_broke reason={shown}\n", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message={X}", "it used xoxb-1234567890-abc and PASSWORD=hunter22", "hunter22")]
    [InlineData("message={X}", "it used xoxb-1234567890-abc", "xoxb-1234567890")]
    [InlineData("api_key={X}", "plainlookingvalue", "plainlookingvalue")]
    public void Write_Secrets_AreTakenOut(string pair, string value, string secret) =>
        Assert.DoesNotContain(secret, Line($"request_broke {pair}", ("X", value)).Line, StringComparison.Ordinal);

    [Fact]
    public void Write_Exception_IsOnTheLineWithoutSecrets()
    {
        var line = LogfmtLine.Write(Now, LogLevel.Error, "Coordinator.X", [new("{OriginalFormat}", "run_broke")], "run_broke", new InvalidOperationException("Bearer abcdefghijklmnop\nnext")).Line;
        Assert.Contains("exception=\"System.InvalidOperationException: Bearer [redacted]\\nnext\"\n", line, StringComparison.Ordinal);
        Assert.Single(line, letter => letter == '\n');
    }

    [Fact]
    public void Write_LongValue_IsCut() => Assert.InRange(Line("run_broke reason={Reason}", ("Reason", new string('x', 1_000_000))).Line.Length, 2000, 2200);

    private static LogfmtEvent Line(string template, params (string Name, object? Value)[] values) =>
        LogfmtLine.Write(Now, LogLevel.Information, "Coordinator.X", [.. values.Select(value => KeyValuePair.Create(value.Name, value.Value)), new("{OriginalFormat}", template)], "rendered", null);
}
