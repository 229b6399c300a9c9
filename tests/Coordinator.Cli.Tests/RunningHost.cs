using System.Collections.Concurrent;
using Coordinator.Cli.Tests;
using Coordinator.LocalHost;
using Coordinator.TestKit.Identity;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(RunningHost))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Coordinator.Cli.Tests;

/// <summary>The real local host with its demo server, and a model that answers everything with "Sunny." unless it is told to fail.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string Key = "key-of-the-tests";

    private readonly ConcurrentDictionary<string, bool> _asked = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-cli-").FullName;
    private ModelStub _model = null!;
    private SlackStub _slack = null!;
    private WebApplication _app = null!;

    public string Address { get; private set; } = "";

    /// <summary>Where people log in to Oracle Code Assist, which takes over where the model cannot answer.</summary>
    public IdentityStub Identity { get; private set; } = null!;

    /// <summary>Questions with this in them cannot be answered when they are asked for the first time.</summary>
    public static string Hopeless => "hopeless";

    public async ValueTask InitializeAsync()
    {
        _model = await ModelStub.StartAsync(request => request.UserText.Contains(Hopeless, StringComparison.Ordinal) && _asked.TryAdd(request.UserText, true) ? ModelReply.Fails(400) : ModelReply.Says("Sunny."));
        _slack = await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        Identity = await IdentityStub.StartAsync();
        var variables = new Dictionary<string, string>
        {
            ["LLM_PROVIDER_PRIORITY"] = "anthropic,oca", ["OCA_ENDPOINT"] = _model.OpenAiUrl.ToString(), ["OCA_IDCS_URL"] = Identity.Url.ToString(), ["OCA_REDIRECT_URI"] = "http://127.0.0.1:1/auth/oca",
            ["ANTHROPIC_API_KEY"] = "test-key", ["ANTHROPIC_BASE_URL"] = _model.AnthropicUrl.ToString(), ["COORDINATOR_ADMIN_KEY"] = Key, ["ALLOW_MUTATIONS"] = "true",
            ["SLACK_BOT_TOKEN"] = "xoxb-test", ["SLACK_SIGNING_SECRET"] = "test-signing-secret", ["SLACK_API_URL"] = _slack.Url,
        };
        _app = LocalHostApp.Build(
            new HostOptions(0, _folder, Path.Combine(AppContext.BaseDirectory, "config"), HostMode.Both), variables.GetValueOrDefault, services => services.AddLogging(logging => logging.ClearProviders()));
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await LogInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _model.DisposeAsync();
        await Identity.DisposeAsync();
        await _slack.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>So that what a document shows finds somebody logged in.</summary>
    internal async Task LogInAsync() => Assert.Equal(0, (await RunAsync("oca", "login")).ExitCode);

    internal Task<Ran> RunAsync(params string[] args) => RunUntilAsync(args, TestContext.Current.CancellationToken);

    internal Task<Ran> RunUntilAsync(string[] args, CancellationToken cancellationToken) =>
        CommandLine.RunAsync(Variables, args, cancellationToken);

    /// <summary>A free port takes the browser that comes back.</summary>
    internal Dictionary<string, string> Variables => new() { ["COORDINATOR_ENDPOINT"] = Address, ["COORDINATOR_ADMIN_KEY"] = Key, ["OCA_CALLBACK_PORT"] = "0" };
}
