using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolGateTests
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    /// <summary>After a restart a call must wait for its server, also in the moment in which it comes up.</summary>
    [Theory]
    [InlineData("connecting", "connected")]
    [InlineData("connected", "disconnected")]
    [InlineData("error", "error")]
    public async Task CheckAsync_WhenAServerWasAwayAroundTheReading_MayBeLetThroughLater(string before, string after)
    {
        var permit = await CheckAsync(new ChangingServer(before, after));
        Assert.Equal(FailureClass.Unavailable, permit.Missing?.Class);
        Assert.Equal("There is no tool named 'look'. Not connected right now: s1.", permit.Refusal);
    }

    [Fact]
    public async Task CheckAsync_WhenAllServersWereThere_Refuses()
    {
        var permit = await CheckAsync(new ChangingServer("connected", "connected"));
        Assert.Null(permit.Missing);
        Assert.Equal("There is no tool named 'look'.", permit.Refusal);
    }

    private static async Task<ToolPermit> CheckAsync(IToolServers servers)
    {
        var policy = new ToolPolicy(new Dictionary<string, ToolRule>(), _ => TimeSpan.FromSeconds(1));
        return await new ToolGate(servers, policy, new MutationOptions()).CheckAsync("look", NoArguments, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Its status changes while its list, still empty, is read.</summary>
    private sealed class ChangingServer(string before, string after) : IToolServers
    {
        private bool _wasRead;

        public IReadOnlyList<ToolServerStatus> Servers => [new("s1", _wasRead ? after : before, 0)];

        public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken)
        {
            _wasRead = true;
            return Task.FromResult<IReadOnlyList<ToolDefinition>>([]);
        }

        public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
