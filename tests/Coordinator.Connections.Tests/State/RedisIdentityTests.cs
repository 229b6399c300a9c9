using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Azure.Core;
using Coordinator.Connections.Redis;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

public sealed class RedisIdentityTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();
    private readonly Tokens _tokens;

    public RedisIdentityTests() => _tokens = new Tokens(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyOperation_WithAnIdentity_UsesItsObjectIdAndToken()
    {
        await using var server = await StartAsync();
        using var store = Open(server);

        Assert.True((await store.AddAsync("key", "value", null, Token)).IsWritten);
        Assert.Equal(["https://redis.azure.com/.default"], _tokens.Scopes);
    }

    [Fact]
    public async Task Token_WhenItIsAboutToEnd_IsRenewedOnTheLivingConnectionAndForNewOnes()
    {
        await using var server = await StartAsync();
        using var store = Open(server);
        await store.AddAsync("key", "value", null, Token);
        var asked = await AuthenticationsAsync(server);
        var second = _tokens.Next();
        await server.CliAsync("ACL", "SETUSER", Tokens.ObjectId, "resetpass", ">" + second);

        await _clock.WaitForTimerAsync(_clock.Now + RedisIdentity.Pace, Token);
        _clock.Advance(TimeSpan.FromMinutes(49));
        Assert.Single(_tokens.Scopes);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Until.TrueAsync(() => _tokens.Scopes.Count == 2, "the token is renewed");
        await Until.TrueAsync(async () => await AuthenticationsAsync(server) > asked, "the connection knows it");
        Assert.NotNull(await store.ReadAsync("key", Token));

        await server.CliAsync("CLIENT", "KILL", "TYPE", "normal");
        await Until.TrueAsync(() => WorksAsync(store), "the new connection uses it");
    }

    [Fact]
    public async Task AnyOperation_WhenThereIsNoToken_IsAnOutageThatEndsWithIt()
    {
        await using var server = await StartAsync();
        _tokens.Broken = true;
        using var store = Open(server);
        var failure = await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token));
        Assert.True(failure.IsOutage);
        Assert.Contains("InvalidOperationException", failure.Message, StringComparison.Ordinal);

        _tokens.Broken = false;
        Assert.Null(await store.ReadAsync("key", Token));
    }

    /// <summary>How often a client has said AUTH.</summary>
    private static async Task<int> AuthenticationsAsync(RedisServer server)
    {
        var calls = (await server.CliAsync("INFO", "commandstats")).Split('\n').FirstOrDefault(line => line.StartsWith("cmdstat_auth:calls=", StringComparison.Ordinal));
        return calls is null ? 0 : int.Parse(calls.Split('=', ',')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<bool> WorksAsync(RedisStateStore store)
    {
        try
        {
            return await store.ReadAsync("key", Token) is not null;
        }
        catch (StateStoreException)
        {
            return false;
        }
    }

    private async Task<RedisServer> StartAsync()
    {
        var server = await RedisServer.StartAsync();
        await server.CliAsync("ACL", "SETUSER", Tokens.ObjectId, "on", ">" + _tokens.Current, "~*", "&*", "+@all");
        return server;
    }

    private RedisStateStore Open(RedisServer server)
    {
        var url = RedisDatabase.Parse(server.Url);
        return RedisStateStore.Open(url, RedisConfiguration.Of(url, Limit, new RedisIdentity(_tokens, _clock)), Limit, _clock, NullLogger.Instance);
    }

    private sealed class Tokens(TimeProvider time) : TokenCredential
    {
        public const string ObjectId = "11111111-2222-3333-4444-555555555555";

        private int _number = 1;

        public List<string> Scopes { get; } = [];

        public bool Broken { get; set; }

        public string Current => $"header.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"oid":"{{ObjectId}}","n":{{_number}}}"""))}.signature";

        public string Next()
        {
            _number++;
            return Current;
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Broken)
            {
                throw new InvalidOperationException("no identity here");
            }

            Scopes.AddRange(requestContext.Scopes);
            return ValueTask.FromResult(new AccessToken(Current, time.GetUtcNow().AddHours(1)));
        }
    }
}
