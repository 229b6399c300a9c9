using System.Globalization;
using Coordinator.TestKit.Network;
using Coordinator.TestKit.Storage;

namespace Coordinator.Scenarios;

/// <summary>Redis is well, and the way to it is not: cut, silent, or slow. Runs go on, and what they do does not take as long as the network.</summary>
public sealed class When_the_network_to_redis_fails
{
    /// <summary>Defect 17 of the original: a network policy kept Redis from it, and nothing showed that.</summary>
    [Fact]
    public Task Defect17_Should_go_on_when_it_is_cut_and_show_it() => GoesOnAsync(network => network.Cut());

    [Fact]
    public Task Should_go_on_when_nothing_arrives() => GoesOnAsync(network => network.Hang());

    [Fact]
    public Task Should_go_on_when_it_is_slower_than_an_operation_may_be() => GoesOnAsync(network => network.Slow(TimeSpan.FromSeconds(2)));

    /// <summary>Places that two hosts hold while they cannot see each other count again for both when they can.</summary>
    [Fact]
    public async Task Should_agree_again_when_one_of_two_hosts_was_cut_off()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var network = TcpProxy.To(redis.Port);
        await using var cutOff = await SharedScenario.StartAsync(redis, UrlOf(network));
        await using var other = await SharedScenario.StartAsync(redis);
        network.Cut();
        await cutOff.AssertAnsweredAsync(await cutOff.AskAsync(cutOff.Host));
        var held = await other.AskAndStayAsync(other.Host);
        await SharedScenario.LimitAsync(other.Host, "default", 1);

        network.Restore();
        await cutOff.Host.Log.Lines.WaitForAsync(line => line.Contains("Shared state is back", StringComparison.Ordinal));
        Assert.Equal((1, 0, 1), await SharedScenario.UseAsync(cutOff.Host, "default"));
        var waits = await cutOff.AskAsync(cutOff.Host);
        await Until.TrueAsync(async () => await SharedScenario.UseAsync(cutOff.Host, "default") == (1, 2, 1), "its two calls stand in line");
        Assert.DoesNotContain(cutOff.Tools.Calls, call => call.RunId == waits.RunId);

        other.Release();
        await other.AssertAnsweredAsync(held);
        await cutOff.AssertAnsweredAsync(waits);
        await SharedScenario.AssertConvergedAsync(cutOff.Host);
    }

    private static async Task GoesOnAsync(Action<TcpProxy> fail)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var network = TcpProxy.To(redis.Port);
        await using var scenario = await SharedScenario.StartAsync(redis, UrlOf(network));
        var before = await scenario.AskAndStayAsync(scenario.Host);

        fail(network);
        await scenario.AssertAnsweredAsync(await scenario.AskAsync(scenario.Host));
        Assert.Equal("degraded", (await scenario.Host.GetAsync("/health")).GetProperty("components").GetProperty("redis").GetString());

        network.Restore();
        await scenario.Host.Log.Lines.WaitForAsync(line => line.Contains("Shared state is back", StringComparison.Ordinal));
        scenario.Release();
        await scenario.AssertAnsweredAsync(before);
        await SharedScenario.AssertConvergedAsync(scenario.Host);
    }

    private static string UrlOf(TcpProxy network) => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{network.Port}");
}
