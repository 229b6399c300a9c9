using System.Net;
using Coordinator.Core.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.LocalHost.Tests;

public sealed class HostModeTests : IDisposable
{
    private static readonly Dictionary<string, string> WithSlack = new()
    {
        ["OCI_UNIFIED_ENABLED"] = "false",
        ["SLACK_BOT_TOKEN"] = "xoxb-test",
        ["SLACK_SIGNING_SECRET"] = "0123456789abcdef0123456789abcdef",
        ["SLACK_API_URL"] = "http://127.0.0.1:9/api/",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-mode-").FullName;

    [Theory]
    [InlineData(true, "/", HttpStatusCode.NotFound)]
    [InlineData(true, "/page/app.js", HttpStatusCode.NotFound)]
    [InlineData(true, "/chat", HttpStatusCode.NotFound)]
    [InlineData(true, "/runs", HttpStatusCode.OK)]
    [InlineData(false, "/", HttpStatusCode.OK)]
    [InlineData(false, "/chat", HttpStatusCode.MethodNotAllowed)]
    public async Task Mode_OfSlackAlone_ServesNoChat(bool onlySlack, string path, HttpStatusCode expected)
    {
        await using var app = Build(onlySlack ? HostMode.Slack : HostMode.Both, WithSlack);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Mode_OfSlackAloneWithoutSlack_DoesNotStart()
    {
        var problem = Assert.Throws<ConfigException>(() => Build(HostMode.Slack, []));

        Assert.Equal("--mode slack needs SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (events over HTTP).", problem.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private WebApplication Build(HostMode mode, Dictionary<string, string> variables) => LocalHostApp.Build(
        new HostOptions(0, _folder, Path.Combine(AppContext.BaseDirectory, "config"), mode),
        variables.GetValueOrDefault,
        services => services.AddLogging(logging => logging.ClearProviders()));
}
