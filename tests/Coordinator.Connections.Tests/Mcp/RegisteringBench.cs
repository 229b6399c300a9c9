using System.Net;
using System.Text.Json;
using Coordinator.Connections.Mcp;
using Coordinator.Connections.Sqlite;
using Coordinator.Connections.Tests.Models;
using Coordinator.Core.Failures;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Mcp;

/// <summary>Instances that share a store, in which servers are registered.</summary>
internal sealed class RegisteringBench : IAsyncDisposable
{
    private readonly List<McpPool> _pools = [];
    private readonly SqliteStateStore _sqlite;

    public RegisteringBench()
    {
        _sqlite = SqliteStateStore.OpenInMemory(Clock);
        Store = new SharedStore(_sqlite);
    }

    public FakeTimeProvider Clock { get; } = PoolUnderTest.Clock();

    public SharedStore Store { get; }

    public LogLines Logs { get; } = new();

    public RegistrationOptions Options { get; } = new() { Hosts = AllowedHosts.Parse("127.0.0.1,localhost,::1,*.example.com", out _) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ServerRegistrations Registrations() => new(Store, Clock, NullLogger<ServerRegistrations>.Instance);

    /// <param name="resolve">What names lead to; null: names are not asked for.</param>
    public McpPool Pool(ServerRegistrations registrations, Func<string, string[]>? resolve = null, params McpServerConfig[] configured)
    {
        var pool = new McpPool(new McpServersConfig(configured), Clock, Logs, registrations: new McpRegistrations(registrations, Options, (host, _) =>
            Task.FromResult(resolve is null ? throw new InvalidOperationException($"'{host}' was asked for.") : resolve(host).Select(IPAddress.Parse).ToArray())));
        _pools.Add(pool);
        return pool;
    }

    public static Task RegisterAsync(ServerRegistrations registrations, string id, string url, string? token = null) =>
        registrations.RegisterAsync(id, new RegisteredServer { Url = url, Domains = ["test"], TokenEnv = token }, "a test", Token);

    public static Task<Outcome<ToolResult>> CallAsync(McpPool pool, string server, string tool, object? arguments = null, CancellationToken? cancellationToken = null) => pool.CallAsync(
        new ToolCall
        {
            RunId = "run-1", StepKey = "1.0", Server = server, Tool = tool, Arguments = JsonSerializer.SerializeToElement(arguments ?? new { text = "hello" }), TimeLimit = TimeSpan.FromMinutes(30),
        },
        null,
        cancellationToken ?? Token).WaitAsync(PoolUnderTest.Limit, Token);

    public static async Task<IReadOnlyList<string>> ToolsAsync(McpPool pool) =>
        [.. (await pool.ListToolsAsync(Token).WaitAsync(PoolUnderTest.Limit, Token)).Select(tool => $"{tool.Server}/{tool.Name}")];

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools)
        {
            await pool.DisposeAsync().AsTask().WaitAsync(PoolUnderTest.Limit, CancellationToken.None);
        }

        _sqlite.Dispose();
    }

    internal sealed class SharedStore(IStateStore store) : StateStoreDecorator(store)
    {
        private int _reads;

        public bool IsAway { get; set; }

        public int Reads => _reads;

        public override Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return IsAway ? throw new StateStoreException(StateFailure.Unavailable, "It is away.") : base.ReadAsync(key, cancellationToken);
        }
    }
}
