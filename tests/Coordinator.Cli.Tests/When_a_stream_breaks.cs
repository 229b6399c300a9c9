using System.Collections.Concurrent;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Cli.Tests;

/// <summary>Platforms cut long answers, hosts are restarted: a watcher sees every event once all the same.</summary>
public sealed class When_a_stream_breaks
{
    private const string Started = "event: run_started\nid: 1\ndata: {\"type\":\"run_started\",\"at\":\"2026-11-26T10:00:00Z\"}\n\n";
    private const string Finished = "event: run_finished\nid: 2\ndata: {\"type\":\"run_finished\",\"at\":\"2026-11-26T10:00:09Z\",\"status\":\"answered\"}\n\n";
    private const string End = "event: end\ndata: {\"run_id\":\"r1\",\"status\":\"answered\",\"response\":\"Sunny.\"}\n\n";

    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Happenings<string> _lines = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_take_a_run_up_again_where_it_was(bool isCutOff)
    {
        await using var server = await OtherServer.StartAsync(context => AnswerAsync(context, isCutOff));
        var watching = RunAsync("runs", "watch", "r1", "--endpoint", server.Address);
        await PassPauseAsync();
        var ran = await watching.SoonAsync();
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(["2026-11-26 10:00:00Z  started", "2026-11-26 10:00:09Z  ended: answered", "Sunny."], ran.Lines);
        Assert.Equal(["GET /runs/r1/events 0", "GET /runs/r1/events 1"], _requests);
        Assert.Equal("The connection ended; it is taken up again.", ran.Error.Trim());
    }

    [Fact]
    public async Task Should_go_on_with_the_run_of_a_question_and_not_ask_twice()
    {
        await using var server = await OtherServer.StartAsync(context => AnswerAsync(context, isCutOff: false));
        var asking = RunAsync("chat", "How is Berlin?", "--endpoint", server.Address);
        await PassPauseAsync();
        var ran = await asking.SoonAsync();
        Assert.Equal((0, "Sunny."), (ran.ExitCode, ran.Out.Trim()));
        Assert.Equal(["POST /chat/stream ", "GET /runs/r1/events 1"], _requests);
    }

    [Fact]
    public async Task Should_say_so_when_a_question_may_not_have_been_taken()
    {
        await using var server = await OtherServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync(": nothing yet\n\n");
        });
        var ran = await RunAsync("chat", "How is Berlin?", "--endpoint", server.Address).SoonAsync();
        Assert.Equal(4, ran.ExitCode);
        Assert.Contains("broke off before it had accepted the question", ran.Error, StringComparison.Ordinal);
    }

    private async Task AnswerAsync(HttpContext context, bool isCutOff)
    {
        var seen = context.Request.Headers["Last-Event-ID"].ToString();
        _requests.Enqueue($"{context.Request.Method} {context.Request.Path} {seen}");
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(seen == "1" ? Finished + End : (context.Request.Method == "POST" ? "event: run\ndata: {\"run_id\":\"r1\",\"status\":\"queued\"}\n\n" : "") + Started, Token);
        if (isCutOff && seen != "1")
        {
            await context.Response.Body.FlushAsync(Token);
            await _lines.WaitForAsync(line => line.EndsWith("started", StringComparison.Ordinal));
            context.Abort();
        }
    }

    /// <summary>It waits before it asks again.</summary>
    private Task PassPauseAsync() => _clock.ReachAsync(_clock.Now.AddSeconds(2), Token);

    private Task<Ran> RunAsync(params string[] args) => CommandLine.RunAsync(new Dictionary<string, string>(), args, _clock, _lines.Add, Token);
}
