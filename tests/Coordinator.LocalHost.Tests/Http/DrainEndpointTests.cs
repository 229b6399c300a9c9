using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 10.</summary>
public sealed class DrainEndpointTests
{
    [Fact]
    public async Task Drain_IsSetShownInHealthAuditedAndEnded()
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.False((await host.GetJsonAsync("/drain")).GetProperty("draining").GetBoolean());
        var set = await SetAsync(host, true);
        Assert.True(set.GetProperty("draining").GetBoolean());
        Assert.Equal("2026-11-24T10:00:00+00:00", set.GetProperty("since").GetString());
        Assert.Equal("'bob' (as the caller says) from this machine", set.GetProperty("by").GetString());

        Assert.Equal("degraded", (await host.GetJsonAsync("/health")).GetProperty("components").GetProperty("runs").GetString());
        Assert.StartsWith(
            "Draining since 2026-11-24 10:00:00Z, by 'bob'", (await host.GetJsonAsync("/health?detail=true")).GetProperty("components").GetProperty("runs").GetProperty("message").GetString(), StringComparison.Ordinal);

        await SetAsync(host, true);
        Assert.False((await SetAsync(host, false)).GetProperty("draining").GetBoolean());
        Assert.False((await host.GetJsonAsync("/health")).GetProperty("components").TryGetProperty("runs", out _));
        Assert.Equal(["drain_off", "drain_on"], (await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Drain_IsSettledWhenNothingIsUnderWayAnywhere()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var permit = new PermitRequest(host.Get<Bulkheads>().Plan.Rest.Pool, "r1:tool:1.0", "user", 20, TimeSpan.FromMinutes(1));
        Assert.True((await host.Get<IStateStore>().AcquireAsync(permit, TestContext.Current.CancellationToken)).IsGranted);
        host.Get<StepsUnderWay>().Begin();
        var set = await SetAsync(host, true);
        Assert.Equal((1, 1, false), (set.GetProperty("steps_under_way").GetInt32(), set.GetProperty("calls_under_way").GetInt32(), set.GetProperty("settled").GetBoolean()));

        host.Clock.Advance(Drain.Reach);
        host.Get<StepsUnderWay>().End();
        Assert.False((await host.GetJsonAsync("/drain")).GetProperty("settled").GetBoolean());
        await host.Get<IStateStore>().ReleaseAsync(permit.Pool, permit.Holder, TestContext.Current.CancellationToken);
        Assert.True((await host.GetJsonAsync("/drain")).GetProperty("settled").GetBoolean());
    }

    [Fact]
    public async Task Drain_BeforeTheLastInstanceHasSeenIt_IsNotSettled()
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.False((await SetAsync(host, true)).GetProperty("settled").GetBoolean());
        host.Clock.Advance(Drain.Reach);
        Assert.True((await host.GetJsonAsync("/drain")).GetProperty("settled").GetBoolean());
    }

    [Fact]
    public async Task Drain_ThatIsASetting_CannotBeEndedFromHere()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton(new DrainSwitch(IsOn: true)));
        Assert.Equal("COORDINATOR_DRAIN", (await host.GetJsonAsync("/drain")).GetProperty("by").GetString());
        using var answer = await host.SendAsync(Requests.PostText("/drain", """{"drain":false}"""));
        Assert.Equal("COORDINATOR_DRAIN is true. Restart the coordinator without it.", await answer.ProblemAsync(409, "drained-by-setting"));
    }

    [Theory]
    [InlineData("{}", "invalid-value")]
    [InlineData("""{"drain":"on"}""", "invalid-value")]
    [InlineData("""{"drain":null}""", "invalid-value")]
    [InlineData("true", "invalid-json")]
    public async Task Drain_WhenItIsWrong_ChangesNothing(string body, string type)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Requests.PostText("/drain", body));
        await answer.ProblemAsync(400, type);
        Assert.False((await host.GetJsonAsync("/drain")).GetProperty("draining").GetBoolean());
    }

    [Fact]
    public async Task End_OfADrain_WakesTheRunsThatItHeld()
    {
        var held = new Woken();
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IHeldRuns>(held));
        await SetAsync(host, true);
        Assert.Equal(0, held.Times);
        await SetAsync(host, false);
        Assert.Equal(1, held.Times);
    }

    private static async Task<JsonElement> SetAsync(CoordinatorHost host, bool on)
    {
        using var answer = await host.SendAsync(Requests.Post("/drain", new { drain = on }, ("x-coordinator-by", "bob")));
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private sealed class Woken : IHeldRuns
    {
        public int Times { get; private set; }

        public Task WakeAsync(CancellationToken cancellationToken)
        {
            Times++;
            return Task.CompletedTask;
        }
    }
}
