using Coordinator.AwkwardServer;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_versions_differ
{
    private readonly FakeTimeProvider _clock = PoolUnderTest.Clock();

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    [InlineData("2025-03-26")]
    [InlineData("2024-11-05")]
    public async Task Defect27_Should_speak_each_revision_also_with_a_server_that_answers_everything(string version)
    {
        await using var normal = new PoolUnderTest(PoolUnderTest.Stdio($"--versions={version}"));
        await using var yesSayer = new PoolUnderTest(PoolUnderTest.Stdio($"--versions={version}", "--unknown=empty"));

        await normal.AskAsync("echo");
        await yesSayer.AskAsync("echo");

        Assert.Equal((version, version), (normal.Status.ProtocolVersion, yesSayer.Status.ProtocolVersion));
    }

    [Fact]
    public async Task Should_refuse_a_revision_that_nobody_knows()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--versions=1999-01-01"));

        var failure = await pool.FailAsync("echo");

        Assert.Contains("version mismatch", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.MaybeExecuted);
    }

    [Fact]
    public async Task Should_obey_a_pinned_revision()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--versions=2025-06-18") with { ProtocolVersion = "2025-11-25" });

        Assert.Contains("version mismatch", (await pool.FailAsync("echo")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_for_what_was_agreed_last_time_and_drop_it_once_it_is_refused()
    {
        await using var old = await HttpServer.StartAsync(new Quirks { Versions = ["2025-06-18"] });
        await using var pool = new PoolUnderTest(_clock, PoolUnderTest.Http(old));
        await pool.AskAsync("echo");
        var before = old.Calls.Count;
        _clock.Advance(TimeSpan.FromMinutes(20));
        await pool.AskAsync("echo");

        Assert.DoesNotContain("server/discover", old.Calls.Skip(before).Select(call => call.RpcMethod));
        Assert.Equal("2025-06-18", pool.Status.ProtocolVersion);

        old.Versions = ["2025-11-25"];
        _clock.Advance(TimeSpan.FromMinutes(20));
        await pool.AskAsync("echo");

        Assert.Equal("2025-11-25", pool.Status.ProtocolVersion);
    }

    [Fact]
    public async Task Should_speak_the_newest_revision_and_end_endless_questions()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--versions=2026-07-28"));

        Assert.Equal("hi", (await pool.AskAsync("echo", new { text = "hi" })).Text);
        var failure = await pool.FailAsync("ask_for_ever");

        Assert.Equal("2026-07-28", pool.Status.ProtocolVersion);
        Assert.Equal((FailureClass.Protocol, true), (failure.Class, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Should_wait_only_shortly_for_a_server_that_is_silent_about_what_it_does_not_know()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--unknown=silence") with { ConnectWithin = TimeSpan.FromSeconds(9) });

        await pool.AskAsync("echo");

        Assert.Equal("2025-11-25", pool.Status.ProtocolVersion);
    }
}
