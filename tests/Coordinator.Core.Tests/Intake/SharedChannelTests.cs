using System.Text.Json.Nodes;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

/// <summary>Slack Connect and Enterprise Grid: the teams of envelope, installation and author differ.</summary>
public sealed class SharedChannelTests
{
    [Fact]
    public void Decide_WhenTwoWorkspacesShareAThread_KeepsOneThreadAndEachAuthorsTeam()
    {
        var ours = Deciding.Started(SlackPayload.Envelope(SlackPayload.Reply("<@U0BOT> by service")).With("is_ext_shared_channel", true).Bytes());
        var theirs = Deciding.Started(FromTheOtherSide(SlackPayload.Reply("<@U0BOT> by region").With("user", "U0BOB")).Bytes());

        Assert.Equal(ours.ThreadKey, theirs.ThreadKey);
        Assert.Equal("T0HOME", theirs.TeamId);
        Assert.Equal(new Actor("slack", "T0HOME", "U0ALICE"), ours.Actor);
        Assert.Equal(new Actor("slack", "T0THEM", "U0BOB"), theirs.Actor);
    }

    [Fact]
    public void Decide_WhenTheTwoEventsOfAMessageNameOtherTeams_StillGivesOneRun()
    {
        var mention = Deciding.Started(FromTheOtherSide(SlackPayload.Mention("hi").With("user_team", "E0THEIRORG")).With("team_id", "T0HOME").Bytes());
        var message = Deciding.Started(FromTheOtherSide(SlackPayload.Message("<@U0BOT> hi")).Bytes());

        Assert.Equal(mention.RunId, message.RunId);
        Assert.Equal("E0THEIRORG", mention.Actor.Team);
    }

    [Theory]
    [InlineData("T0USER", "T0EVENT", "T0USER")]
    [InlineData(null, "T0EVENT", "T0EVENT")]
    [InlineData(null, null, "T0ENVELOPE")]
    public void Decide_OnTheAuthorsTeam_BelievesTheEventBeforeTheEnvelope(string? userTeam, string? team, string expected)
    {
        var message = SlackPayload.Mention("hi").With("user_team", userTeam).With("team", team);

        var request = Deciding.Started(SlackPayload.Envelope(message).With("team_id", "T0ENVELOPE").Bytes());

        Assert.Equal(expected, request.Actor.Team);
    }

    [Fact]
    public void Decide_WhenInstalledInAWholeOrganisation_NamesRunsByIt()
    {
        var inOneWorkspace = OrganisationWide("T0ONE");
        var inAnother = OrganisationWide("T0TWO");

        Assert.Equal("slack-E0ORG-C0OPS-1790000000.000100", inOneWorkspace.RunId);
        Assert.Equal(inOneWorkspace.RunId, inAnother.RunId);
        Assert.Equal(("T0ONE", "E0ORG"), (inOneWorkspace.TeamId, inOneWorkspace.EnterpriseId));
        Assert.Equal("T0TWO", inAnother.TeamId);
    }

    [Fact]
    public void Decide_WhenNoAuthorizationIsGiven_NamesRunsByTheEnvelopesTeam()
    {
        var bare = SlackPayload.Envelope(SlackPayload.Mention("hi")).Without("authorizations").Without("context_team_id");

        Assert.Equal("slack-T0HOME-C0OPS-1790000000.000100", Deciding.Started(bare.Bytes()).RunId);
        Assert.Equal("team_id", Assert.IsType<IntakeDecision.Malformed>(Deciding.On(bare.Without("team_id").Bytes())).Field);
    }

    private static JsonObject FromTheOtherSide(JsonObject message) => SlackPayload.Envelope(message.With("team", "T0THEM"))
        .With("team_id", "T0THEM").With("context_team_id", "T0THEM").With("is_ext_shared_channel", true);

    private static RunRequest OrganisationWide(string team) => Deciding.Started(
        SlackPayload.Envelope(SlackPayload.Mention("hi").With("team", team))
            .With("team_id", team).With("context_team_id", null).With("enterprise_id", "E0ORG").With("context_enterprise_id", "E0ORG")
            .With("authorizations", new JsonArray(SlackPayload.Installation(null, "E0ORG"))).Bytes());
}
