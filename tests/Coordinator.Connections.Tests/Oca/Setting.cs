using Coordinator.Connections.Models;
using Coordinator.Connections.Oca;
using Coordinator.Connections.Sqlite;
using Coordinator.Connections.Tests.Models;
using Coordinator.Connections.Tests.State;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Identity;
using Coordinator.TestKit.Models;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Tests.Oca;

/// <summary>An identity service, Code Assist, and instances of a coordinator that share state, logins and keys.</summary>
internal sealed class Setting : IAsyncDisposable
{
    public static readonly Uri Loopback = new("http://127.0.0.1:48801/auth/oca");

    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-oca-").FullName;
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private HashSet<string>? _accepted;

    public ManualClock Time { get; } = new(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));

    public required IdentityStub Identity { get; init; }

    public ModelStub CodeAssist { get; private set; } = null!;

    public BreakableStore State { get; private set; } = null!;

    public LogLines Lines { get; } = new();

    public ISecretVault Vault { get; set; } = null!;

    public OcaOptions Options { get; set; } = new();

    public string Folder => _folder;

    public IReadOnlyList<string> TokensSent => [.. CodeAssist.Requests.Select(request => request.Headers["Authorization"]["Bearer ".Length..])];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Setting> StartAsync(bool perUser = false)
    {
        var setting = new Setting { Identity = await IdentityStub.StartAsync() };
        setting.CodeAssist = await ModelStub.StartAsync(setting.Answer);
        setting.State = new BreakableStore(SqliteStateStore.OpenInMemory(setting.Time));
        setting.Vault = new FileSecretVault(setting._folder);
        setting.Options = new OcaOptions { IdcsUrl = setting.Identity.Url, PerUser = perUser };
        return setting;
    }

    /// <summary>Code Assist knows only these from now on.</summary>
    public void Accepts(params string[] tokens) => _accepted = [.. tokens];

    public Instance NewInstance(TimeProvider? clock = null)
    {
        var time = clock ?? Time;
        var tokens = new OcaTokenStore(Vault, _keys, Lines.CreateLogger<OcaTokenStore>());
        var identity = new IdentityClient(Options, time);
        var refresh = new OcaRefresh(tokens, identity, State, Options, new ProcessIdentity(Guid.NewGuid().ToString("N")), time, Lines.CreateLogger<OcaRefresh>());
        var access = new OcaAccess(Options, tokens, refresh, time, Lines.CreateLogger<OcaAccess>());
        var model = new ModelOptions { Provider = ModelProviders.Oca, Model = "oca/gpt5.2", BaseUrl = CodeAssist.OpenAiUrl, Oca = Options, Headers = new Dictionary<string, string> { ["client"] = "oci-coordinator", ["client-version"] = "1" } };
        return new Instance(
            tokens, access, new OcaLogins(Options, State, tokens, identity, _keys, time, Lines.CreateLogger<OcaLogins>()),
            new OcaModel(model, access, ModelHttp.CreateTransport(CodeAssist.OpenAiUrl), time, Lines));
    }

    /// <summary>What a browser brings back from the identity service.</summary>
    public async Task<Dictionary<string, string>> BrowseAsync(Uri url)
    {
        using var response = await _browser.GetAsync(url, Token);
        return response.Headers.Location!.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
    }

    public async Task<OcaLoginOutcome> LogInAsync(Instance instance, string owner = OcaOptions.Shared)
    {
        var begun = await instance.Logins.BeginAsync(owner, Loopback, isHosted: false, Token);
        return await EndAsync(instance, await BrowseAsync(begun.Url));
    }

    public static Task<OcaLoginOutcome> EndAsync(Instance instance, Dictionary<string, string> brought) =>
        instance.Logins.CompleteAsync(brought.GetValueOrDefault("state"), brought.GetValueOrDefault("code"), brought.GetValueOrDefault("error"), isHosted: false, Token);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        State.Dispose();
        await Identity.DisposeAsync();
        await CodeAssist.DisposeAsync();
        Lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ModelReply Answer(ModelRequest request) =>
        _accepted is null || _accepted.Contains(request.Headers["Authorization"]["Bearer ".Length..]) ? ModelReply.Says("Sunny.") : ModelReply.Fails(401) with { ErrorMessage = $"bad token {request.Headers["Authorization"]}" };
}

internal sealed record Instance(OcaTokenStore Tokens, OcaAccess Access, OcaLogins Logins, OcaModel Model)
{
    public Task<Outcome<ModelAnswer>> AskAsync(string? asker = null) =>
        Model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []) { Asker = asker }, null, TestContext.Current.CancellationToken);
}
