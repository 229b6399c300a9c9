using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Hosting;
using Coordinator.OciServer.Simulation;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.OciServer.Tests.Server;

/// <summary>A simulated tenancy of its own and the server's tools, signed requests between them; noon of 15 January 2026.</summary>
public sealed class SimulatedOci : IAsyncLifetime
{
    /// <summary>To make a key takes long, and none of the tests is about that.</summary>
    private static readonly Dictionary<string, string> Keys = new string[] { "default.pem", "emdemo.pem" }.ToDictionary(name => name, _ => NewKey());

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("simulated-oci-");
    private readonly HttpClient control = new();
    private SimulationApp? simulation;
    private ServiceProvider? services;
    private Dictionary<string, DefinedTool> tools = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Environment variables of the server.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string Folder => folder.FullName;

    public string ConfigFile => simulation!.ConfigFile;

    public Uri Address => simulation!.Address;

    /// <summary>By which the dates of requests are judged; a client that is another program has the real one.</summary>
    public TimeProvider? RequestClock { get; set; }

    internal SimulationOptions Options { get; set; } = new("") { RequestsPerSecond = null };

    internal IReadOnlyDictionary<string, DefinedTool> Tools => tools;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, key) in Keys) await File.WriteAllTextAsync(Path.Combine(Folder, name), key, TestContext.Current.CancellationToken);
        await StartSimulationAsync();
        Variables["OCI_CLI_CONFIG_FILE"] = ConfigFile;
        UseTools();
    }

    /// <summary>The server anew: it has forgotten what it had read.</summary>
    public void UseTools(params string[] toolFolders)
    {
        services?.Dispose();
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock)
            .AddOciTools(new ServerOptions { ToolFolders = toolFolders, Variable = name => Variables.GetValueOrDefault(name) })
            .BuildServiceProvider();
        tools = services.GetServices<McpServerTool>().OfType<DefinedTool>().ToDictionary(tool => tool.Definition.Name);
    }

    /// <summary>As after a crash: the folder stays.</summary>
    /// <param name="damage">What becomes of the log of changes meanwhile.</param>
    public async Task RestartSimulationAsync(Func<string, string>? damage = null)
    {
        await simulation!.DisposeAsync();
        var log = Path.Combine(Folder, "changes.jsonl");
        if (damage is not null) await File.WriteAllTextAsync(log, damage(await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        await StartSimulationAsync();
    }

    /// <summary>The answer; fails if there is none.</summary>
    public async Task<JsonElement> AskAsync(string tool, object? arguments = null, string? effectKey = null)
    {
        var (answer, error) = await CallAsync(tool, arguments, effectKey);
        Assert.True(error is null, $"{tool} failed: {error}");
        return answer;
    }

    /// <summary>The error; fails if there is none.</summary>
    public async Task<JsonElement> FailAsync(string tool, object? arguments = null, string? effectKey = null)
    {
        var (answer, error) = await CallAsync(tool, arguments, effectKey);
        Assert.True(error is not null, $"{tool} answered: {answer}");
        return error.Value;
    }

    public async Task<(JsonElement Answer, JsonElement? Error)> CallAsync(string tool, object? arguments = null, string? effectKey = null)
    {
        var call = new CallToolRequestParams
        {
            Name = tool,
            Arguments = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(argument => argument.Name, argument => argument.Value),
            Meta = effectKey is null ? null : new JsonObject { [EffectKey.MetaName] = effectKey },
        };
        var (answer, error) = await tools[tool].AnswerAsync(call, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return (error is null ? JsonElement.Parse(answer.Span) : default, error is null ? null : JsonSerializer.SerializeToElement(error.ToJson()["error"]));
    }

    public async Task FailNextAsync(object fault)
    {
        var response = await control.PostAsJsonAsync(new Uri(Address, Faults.Path), fault, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public IReadOnlyList<JsonElement> Changes()
    {
        using var file = new FileStream(Path.Combine(Folder, "changes.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return [.. new StreamReader(file).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    public async ValueTask DisposeAsync()
    {
        services?.Dispose();
        control.Dispose();
        if (simulation is not null) await simulation.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task StartSimulationAsync()
    {
        simulation = SimulationApp.Open(Options with { Folder = Folder }, Clock, RequestClock ?? Clock);
        await simulation.StartAsync(TestContext.Current.CancellationToken);
    }

    private static string NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
