using System.Net;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ToolAcceptEndpointTests
{
    [Fact]
    public async Task Post_AcceptsTheDefinitionThatWasLookedAt()
    {
        await using var host = await ChangedAsync();
        var definition = (await host.GetJsonAsync("/tools/stop_instance")).GetProperty("definition");
        Assert.Equal((true, true), (definition.GetProperty("drifted").GetBoolean(), definition.GetProperty("holds_calls").GetBoolean()));
        Assert.True((await host.GetJsonAsync("/tools?query=stop")).GetProperty("tools")[0].GetProperty("drifted").GetBoolean());

        using var answer = await host.SendAsync(Post("/tools/stop_instance/accept", new { digest = definition.GetProperty("digest").GetString(), by = "ann" }));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await answer.JsonAsync()).GetProperty("was_drifted").GetBoolean());
        Assert.False((await host.GetJsonAsync("/tools/stop_instance")).GetProperty("definition").GetProperty("drifted").GetBoolean());
    }

    [Fact]
    public async Task Post_WhenTheToolHasChangedAgain_AcceptsNothing()
    {
        await using var host = await ChangedAsync();

        using var answer = await host.SendAsync(Post("/tools/stop_instance/accept", new { digest = "0123" }));

        await answer.ProblemAsync(409, "tool-changed-again");
        Assert.True((await host.GetJsonAsync("/tools/stop_instance")).GetProperty("definition").GetProperty("drifted").GetBoolean());
    }

    [Fact]
    public async Task Post_OfAToolThatHasNotChanged_ChangesNothing()
    {
        await using var host = await ChangedAsync();

        using var answer = await host.SendAsync(PostText("/tools/list_instances/accept", ""));

        Assert.False((await answer.JsonAsync()).GetProperty("was_drifted").GetBoolean());
    }

    [Theory]
    [InlineData("/tools/stop_instances/accept", "{}", 404, "tool-not-found")]
    [InlineData("/tools/stop_instance/accept", """{"digest":5}""", 400, "invalid-field")]
    public async Task Post_OfWhatIsNotThere_IsRefused(string path, string body, int status, string type)
    {
        await using var host = await ChangedAsync();

        using var answer = await host.SendAsync(PostText(path, body));

        await answer.ProblemAsync(status, type);
    }

    private static async Task<CoordinatorHost> ChangedAsync()
    {
        var host = await CoordinatorHost.StartAsync();
        await host.GetJsonAsync("/tools");
        host.Servers.Tools = [.. host.Servers.Tools.Select(tool => tool.Name == "stop_instance" ? tool with { Description = "Stops all instances." } : tool)];
        return host;
    }
}
