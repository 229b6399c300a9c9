using System.Net;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class IdempotencyTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "order-7");

    [Fact]
    public async Task Post_WhenTheSameKeyComesAgain_GivesTheSameRun()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Runs.AtOnce = run => run.AnswerAsync("Done.");

        using var first = await host.SendAsync(Post("/chat", new { message = "hello" }, Key));
        using var second = await host.SendAsync(Post("/chat", new { message = "hello" }, Key));

        Assert.Equal((await first.JsonAsync()).GetRawText(), (await second.JsonAsync()).GetRawText());
        Assert.Equal(1, host.Runs.Starts);
    }

    [Fact]
    public async Task Post_WhenTheSameKeyComesOnAnotherHost_NamesTheSameRun()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        using var response = await host.SendAsync(Post("/chat", new { message = "hello" }, Key));

        // Fixed: a retry may reach a newer version of this program.
        Assert.Equal("chat-6ZHKW049ZC68VS4BFGXKC871E5", (await response.JsonAsync()).GetProperty("run_id").GetString());
    }

    [Theory]
    [InlineData("bye", null, null)]
    [InlineData("hello", "t2", null)]
    [InlineData("hello", null, "bob")]
    public async Task Post_WhenTheKeyComesWithAnotherBody_Answers422(string message, string? threadId, string? userId)
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        using var first = await host.SendAsync(Post("/chat", new { message = "hello" }, Key));
        using var second = await host.SendAsync(Post("/chat", new { message, thread_id = threadId, user_id = userId }, Key));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        await second.ProblemAsync(422, "idempotency-conflict");
        Assert.Equal(1, host.Runs.Starts);
    }

    [Fact]
    public async Task Post_WhenFiftyComeAtOnce_StartsOneRun()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.SendAsync(Post("/chat", new { message = "hello" }, Key))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Equal(1, host.Runs.Starts);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    public async Task Post_WhenTheKeyIsNotValid_NamesTheHeader(string key)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Post("/chat", new { message = "hello" }, ("Idempotency-Key", key)));

        Assert.Contains("Idempotency-Key", await response.ProblemAsync(400, "invalid-value"), StringComparison.Ordinal);
    }
}
