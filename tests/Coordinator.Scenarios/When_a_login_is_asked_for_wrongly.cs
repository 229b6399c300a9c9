using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.TestKit.Identity;

namespace Coordinator.Scenarios;

/// <summary>What cannot be begun or ended says why, in problem JSON.</summary>
public sealed class When_a_login_is_asked_for_wrongly
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://127.0.0.1.example.com:48801/auth/oca")]
    [InlineData("https://127.0.0.1:48801/auth/oca")]
    [InlineData("http://localhost:48801/auth/oca")]
    [InlineData("http://127.0.0.1:48801/auth/oca?next=https://evil.example.com")]
    [InlineData("http://user@127.0.0.1:48801/auth/oca")]
    [InlineData("http://127.0.0.1:48801/elsewhere")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task Should_send_no_browser_anywhere_but_to_its_own_machine(string address)
    {
        await using var identity = await IdentityStub.StartAsync();
        await using var host = await StartAsync(identity);
        Assert.Equal((400, "invalid-value"), await PostAsync(host, "/auth/oca/login", new { redirect_uri = address }));
    }

    [Fact]
    public async Task Should_say_what_is_missing()
    {
        await using var identity = await IdentityStub.StartAsync();
        await using (var host = await StartAsync(identity))
        {
            Assert.Equal((409, "oca-no-redirect"), await PostAsync(host, "/auth/oca/login", new { }));
            Assert.Equal((400, "oca-login-unknown"), await PostAsync(host, "/auth/oca/complete", new { state = "x", code = "y" }));
            Assert.Equal((400, "oca-login-unknown"), await PostAsync(host, "/auth/oca/complete", new { }));
            Assert.Equal((400, "invalid-value"), await PostAsync(host, "/auth/oca/complete", new { state = 1 }));
        }

        await using (var host = await StartAsync(identity, ("OCA_TOKENS", "user"), ("OCA_REDIRECT_URI", "https://coordinator.example.com/auth/oca")))
        {
            Assert.Equal((400, "invalid-value"), await PostAsync(host, "/auth/oca/login", new { }));
            Assert.Equal((400, "invalid-value"), await PostAsync(host, "/auth/oca/login", new { user = "ada" }));
            Assert.Equal((400, "invalid-value"), await PostAsync(host, "/auth/oca/logout", new { }));
            Assert.Equal((200, ""), await PostAsync(host, "/auth/oca/login", new { user = "slack:T1:ADA" }));
            Assert.Contains("`coordinator oca login --user api::", await host.AnswerAsync("Who am I?"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_say_that_it_is_no_provider()
    {
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools() });
        Assert.Equal((409, "oca-not-configured"), await PostAsync(host, "/auth/oca/login", new { }));
        Assert.Equal((409, "oca-not-configured"), await PostAsync(host, "/auth/oca/logout", new { }));
        using var status = await host.Http.GetAsync("/auth/oca/status", Token);
        using var callback = await host.Http.GetAsync("/auth/oca?code=x&state=y", Token);
        Assert.Equal((409, 409, "text/html"), ((int)status.StatusCode, (int)callback.StatusCode, callback.Content.Headers.ContentType?.MediaType));
    }

    private static Task<ScenarioHost> StartAsync(IdentityStub identity, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string> { ["LLM_PROVIDER"] = "oca", ["OCA_ENDPOINT"] = "http://127.0.0.1:1", ["OCA_IDCS_URL"] = identity.Url.ToString() };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Settings = settings });
    }

    private static async Task<(int Status, string Problem)> PostAsync(ScenarioHost host, string path, object body)
    {
        using var response = await host.PostAsync(path, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return ((int)response.StatusCode, answer.TryGetProperty("type", out var type) ? type.GetString()!.Split(':')[^1] : "");
    }
}
