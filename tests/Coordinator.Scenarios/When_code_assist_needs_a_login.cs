using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordinator.TestKit.Identity;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 2.3 on a host that takes logins itself: a browser, its way to the identity service and back, and the runs that need the login.</summary>
public sealed class When_code_assist_needs_a_login : IAsyncLifetime
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-oca-scenario-").FullName;
    private readonly List<string> _pages = [];
    private IdentityStub _identity = null!;
    private ModelStub _codeAssist = null!;
    private bool _refusesTokens;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _identity = await IdentityStub.StartAsync();
        _codeAssist = await ModelStub.StartAsync(_ => _refusesTokens ? ModelReply.Fails(401) : ModelReply.Says("Sunny."));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _identity.DisposeAsync();
        await _codeAssist.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Should_say_so_in_the_thread_take_the_login_keep_it_over_a_restart_and_end_it_in_one_sentence()
    {
        await using (var host = await StartAsync())
        {
            Assert.Contains("Nobody is logged in to Oracle Code Assist. Next step: Log in: `coordinator oca login`", await host.AnswerAsync("How is Berlin?", "a"), StringComparison.Ordinal);
            Assert.Equal((200, "You are logged in"), await BrowseAsync(host, await BeginAsync(host)));
            Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?", "b"));
        }

        await using (var host = await StartAsync())
        {
            Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?", "c"));
            (_refusesTokens, _identity.RefusesRefresh) = (true, true);
            var requests = _codeAssist.Requests.Count;

            var answer = await host.AnswerAsync("How is Berlin?", "d");

            Assert.Contains("Oracle Code Assist login has expired. Next step: Log in again: `coordinator oca login`", answer, StringComparison.Ordinal);
            Assert.Equal(requests + 1, _codeAssist.Requests.Count);
            Assert.Equal("authentication", Assert.Single((await host.GetAsync("/dlq?limit=1")).GetProperty("items").EnumerateArray()).GetProperty("failure_type").GetString());
            Assert.False((await host.GetAsync("/auth/oca/status")).GetProperty("logged_in").GetBoolean());

            (_refusesTokens, _identity.RefusesRefresh) = (false, false);
            await BrowseAsync(host, await BeginAsync(host));
            Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?", "e"));
            await AssertNoSecretAsync(host, answer);
        }
    }

    [Fact]
    public async Task Should_show_one_clear_page_for_whatever_comes_back_and_nothing_of_what_was_sent()
    {
        await using var host = await StartAsync();
        var used = await BackAsync(await BeginAsync(host));
        Assert.Equal((200, "You are logged in"), await ShowAsync(host, used));

        Assert.Equal((400, "There is no such login"), await ShowAsync(host, used));
        Assert.Equal((400, "There is no such login"), await ShowAsync(host, "?state=%3Cscript%3Ealert(1)%3C/script%3E&code=%3Cscript%3E"));
        Assert.Equal((400, "There is no such login"), await ShowAsync(host, ""));
        Assert.Equal((400, "There is no such login"), await ShowAsync(host, $"{used}&state=another"));
        _identity.Denies = "access_denied";
        Assert.Equal((400, "The login was declined"), await BrowseAsync(host, await BeginAsync(host)));
        _identity.Denies = "<script>alert(1)</script>";
        Assert.Equal((400, "The login was not accepted"), await BrowseAsync(host, await BeginAsync(host)));
        _identity.Denies = null;
        _identity.TokenStatus = 500;
        Assert.Equal((502, "The login could not be completed"), await BrowseAsync(host, await BeginAsync(host)));

        Assert.All(_pages, page => Assert.DoesNotContain("script", page, StringComparison.OrdinalIgnoreCase));
        Assert.True((await host.GetAsync("/auth/oca/status")).GetProperty("valid").GetBoolean());
        await AssertNoSecretAsync(host);
    }

    /// <summary>Who only looks at a link (a preview, a scanner) must not use it up.</summary>
    [Fact]
    public async Task Should_take_a_login_from_a_GET_only()
    {
        await using var host = await StartAsync();
        var back = await BackAsync(await BeginAsync(host));
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/auth/oca{back}");
        using var looked = await host.Http.SendAsync(request, Token);
        Assert.Equal(405, (int)looked.StatusCode);
        Assert.Equal((200, "You are logged in"), await ShowAsync(host, back));
    }

    /// <summary>Defect 8 of the original: it asked for a login although another model was configured.</summary>
    [Fact]
    public async Task Defect8_Should_let_another_provider_answer_while_nobody_is_logged_in()
    {
        await using var other = await ModelStub.StartAsync(_ => ModelReply.Says("Cloudy."));
        await using var host = await StartAsync(other);
        Assert.Equal("Cloudy.", await host.AnswerAsync("How is Berlin?", "a"));
        Assert.Empty(_codeAssist.Requests);

        await BrowseAsync(host, await BeginAsync(host));
        Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?", "b"));
    }

    [Fact]
    public async Task Should_keep_people_logged_in_when_caches_are_cleared()
    {
        await using var host = await StartAsync();
        await BrowseAsync(host, await BeginAsync(host));
        foreach (var cache in (await host.GetAsync("/cache")).GetProperty("namespaces").EnumerateArray().Where(cache => cache.GetProperty("clearable").GetBoolean()))
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, $"/cache/{cache.GetProperty("namespace").GetString()}") { Content = JsonContent.Create(new { }) };
            using var cleared = await host.Http.SendAsync(request, Token);
            Assert.True(cleared.IsSuccessStatusCode);
        }

        Assert.Equal("Sunny.", await host.AnswerAsync("How is Berlin?"));
    }

    private Task<ScenarioHost> StartAsync(ModelStub? other = null) => ScenarioHost.StartAsync(new ScenarioPlan
    {
        Tools = new ScriptedTools(),
        Folder = _folder,
        Model = other,
        Settings = new Dictionary<string, string>
        {
            ["LLM_PROVIDER"] = "oca", ["LLM_PROVIDER_PRIORITY"] = other is null ? "" : "anthropic", ["OCA_ENDPOINT"] = _codeAssist.OpenAiUrl.ToString(),
            ["OCA_IDCS_URL"] = _identity.Url.ToString(), ["OCA_REDIRECT_URI"] = "http://127.0.0.1:1/auth/oca",
        },
    });

    private static async Task<Uri> BeginAsync(ScenarioHost host)
    {
        using var response = await host.PostAsync("/auth/oca/login", new { });
        return new Uri((await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("url").GetString()!);
    }

    /// <summary>The query that the identity service sends the browser back with.</summary>
    private async Task<string> BackAsync(Uri url)
    {
        using var response = await _browser.GetAsync(url, Token);
        return response.Headers.Location!.Query;
    }

    private async Task<(int Status, string Title)> BrowseAsync(ScenarioHost host, Uri url) => await ShowAsync(host, await BackAsync(url));

    private async Task<(int Status, string Title)> ShowAsync(ScenarioHost host, string query)
    {
        using var response = await host.Http.GetAsync($"/auth/oca{query}", Token);
        var page = await response.Content.ReadAsStringAsync(Token);
        _pages.Add(page);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Split("<style>")[1].Split("</style>")[0])));
        Assert.StartsWith($"default-src 'none'; style-src 'sha256-{style}'; ", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(("no-referrer", "no-store"), (response.Headers.GetValues("Referrer-Policy").Single(), response.Headers.CacheControl!.ToString()));
        return ((int)response.StatusCode, page.Split("<h1>")[1].Split("</h1>")[0]);
    }

    /// <summary>Codes and tokens have the sentinel in them; it is in no log line, no page, no letter, no run and no file.</summary>
    private async Task AssertNoSecretAsync(ScenarioHost host, params string[] more)
    {
        var shown = new List<string>([.. _pages, .. more, .. host.Log.Lines.All]);
        foreach (var path in new[] { "/auth/oca/status", "/dlq", "/runs", "/audit", "/health?detail=true", "/llm/metrics", "/cache" })
        {
            shown.Add((await host.GetAsync(path)).GetRawText());
        }

        await host.StopAsync();
        shown.AddRange(Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(shown, text => Assert.DoesNotContain(IdentityStub.Sentinel, text, StringComparison.Ordinal));
    }
}
