using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary>Payloads recorded by others, at the running host.</summary>
public sealed class When_slack_sends_all_kinds_of_events
{
    [Fact]
    public async Task Should_take_or_ignore_each_for_a_counted_reason()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        foreach (var name in SlackEventFixtures.Names)
        {
            Assert.Equal((name, 200), (name, await scenario.Host.DeliverAsync(SlackEventFixtures.Read(name))));
        }

        var counts = scenario.Host.Counts.All.All.Where(count => count.StartsWith("coordinator.intake.events", StringComparison.Ordinal)).ToList();
        Assert.Equal(SlackEventFixtures.Names.Count, counts.Count);
        var started = scenario.Host.Counts.Of("coordinator.intake.events started none");
        Assert.Equal(5, started);
        Assert.Equal(started, (await scenario.RunsAsync()).Count);
    }

    [Theory]
    [InlineData("py.events_org_apps.event_payload.json", "T111", "E111", "T111", "slack-E111-C111-1606810819.000800")]
    [InlineData("py.events_say_stream.org_app_mention_event_body.json", "T111", "E111", "T111", "slack-E111-C111-1595926230.009600")]
    [InlineData("py.events_shared_channels.valid_event_body.json", "T_INSTALLED", "E_INSTALLED", "T_INSTALLED", "slack-T_INSTALLED-C111-1595926230.009600")]
    public async Task Should_keep_the_teams_of_grid_and_shared_channels(string fixture, string team, string enterprise, string actorTeam, string runId)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        Assert.Equal(200, await scenario.Host.DeliverAsync(SlackEventFixtures.Read(fixture)));
        var request = await OnlyRequestAsync(scenario);
        Assert.Equal((team, enterprise, actorTeam, runId), (request.TeamId, request.EnterpriseId, request.Actor.Team, request.RunId));
    }

    [Fact]
    public async Task Should_keep_one_thread_for_people_of_two_companies_in_a_shared_channel()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        var mention = SlackPayload.Mention("How is Berlin?").With("team", "T0OTHER").With("user_team", "T0OTHER").With("user", "U0GUEST");
        var envelope = SlackPayload.Envelope(mention).With("team_id", "T0OTHER").With("context_team_id", "T0OTHER").With("is_ext_shared_channel", true);
        Assert.Equal(200, await scenario.Host.DeliverAsync(envelope.Bytes()));
        var request = await OnlyRequestAsync(scenario);
        Assert.Equal((SlackPayload.Team, "T0OTHER", "U0GUEST"), (request.TeamId, request.Actor.Team, request.Actor.Id));
        Assert.Equal($"slack-{SlackPayload.Team}-{SlackPayload.Channel}-{SlackPayload.Ts}", request.ThreadKey);
    }

    private static async Task<RunRequest> OnlyRequestAsync(SlackScenario scenario)
    {
        var id = Assert.Single(await scenario.RunsAsync()).GetProperty("run_id").GetString()!;
        return (await scenario.Host.Services.GetRequiredService<IRunMemory>().FindRunAsync(id, TestContext.Current.CancellationToken))!.Request;
    }
}
