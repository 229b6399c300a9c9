using System.Net;
using Coordinator.Core.Runs;
using Coordinator.Http;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ChatEndpointTests
{
    [Fact]
    public async Task Post_WhenTheRunFinishes_AnswersWithStepsAndBothForms()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Runs.AtOnce = async run =>
        {
            await run.StartAsync();
            await run.CallAsync(("list_instances", """{"state":"RUNNING"}"""));
            await run.ToolAsync("1.0", "list_instances", "[]", durationMs: 340);
            host.Clock.Advance(TimeSpan.FromMilliseconds(1500));
            await run.AnswerAsync("**2** running <script>x</script>");
        };

        using var response = await host.SendAsync(Post("/chat", new { message = "  list running instances ", thread_id = "ops.1", user_id = "ann" }));
        var answer = await response.JsonAsync();
        var run = await host.Runs.NextAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["run_id", "thread_id", "status", "response", "response_html", "duration_ms", "steps"], answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(run.Request.RunId, answer.GetProperty("run_id").GetString());
        Assert.Equal("ops.1", answer.GetProperty("thread_id").GetString());
        Assert.Equal("answered", answer.GetProperty("status").GetString());
        Assert.Equal("**2** running <script>x</script>", answer.GetProperty("response").GetString());
        Assert.Contains("<strong>2</strong>", answer.GetProperty("response_html").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.GetProperty("response_html").GetString(), StringComparison.Ordinal);
        Assert.Equal(1500, answer.GetProperty("duration_ms").GetInt64());
        Assert.Equal("""[{"key":"1.0","tool":"list_instances","outcome":"succeeded","duration_ms":340}]""", answer.GetProperty("steps").GetRawText());
    }

    [Fact]
    public async Task Post_WhenAccepted_StartsARunThatSaysWhoAskedWhat()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        using var response = await host.SendAsync(Post("/chat", new { message = " hello\n", user_id = "ann" }, ("x-coordinator-client", "page")));
        var request = (await host.Runs.NextAsync()).Request;

        Assert.Matches("^chat-[0-9A-HJKMNP-TV-Z]{26}$", request.RunId);
        Assert.Equal("chat-" + request.RunId["chat-".Length..], request.ThreadKey);
        Assert.Equal(new Actor("page", "", "ann"), request.Actor);
        Assert.Equal("hello", request.Text);
        Assert.Equal(host.Clock.GetUtcNow(), request.ReceivedAt);
        Assert.Null(request.ReplyTo);
    }

    [Fact]
    public async Task Post_WhenTheRunTakesLonger_Answers202WithItsAddressAfter100Seconds()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var pending = host.SendAsync(Post("/chat", new { message = "slow" }));
        var runId = await host.Events.NextWatcherAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(99));
        Assert.False(pending.IsCompleted);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var response = await pending;

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/runs/{runId}", response.Headers.Location?.OriginalString);
        Assert.Equal($$"""{"run_id":"{{runId}}","status":"queued"}""", (await response.JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Post_WhenTheProcessStops_Answers202AtOnce()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var pending = host.SendAsync(Post("/chat", new { message = "slow" }));
        await host.Events.NextWatcherAsync();
        await host.StopAsync();
        using var response = await pending;

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Post_WhenTheRunFailed_Answers200AndSaysSo()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Runs.AtOnce = run => run.FinishAsync(RunStatus.Failed, "**I could not finish this.** The model is away.");

        using var response = await host.SendAsync(Post("/chat", new { message = "hello" }));
        var answer = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("failed", answer.GetProperty("status").GetString());
        Assert.Contains("The model is away.", answer.GetProperty("response").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenItCannotBeMadeDurable_Answers503()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Runs.Broken = new IOException("disk full at /secret/path");

        using var response = await host.SendAsync(Post("/chat", new { message = "hello" }));

        Assert.DoesNotContain("secret", await response.ProblemAsync(503, "not-stored"), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public void AnswerWithin_ByDefault_StaysBelowAzuresLimit() => Assert.Equal(100, new CoordinatorHttpOptions().AnswerWithin.TotalSeconds);
}
