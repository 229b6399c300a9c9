using Coordinator.Core.Intake;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

/// <summary>What becomes of each payload that Slack's own SDKs are tested with.</summary>
public sealed class SlackEventFixtureTests
{
    private const string Interaction = "ignore NotAnEvent";
    private const string OtherEvent = "ignore EventType";

    public static TheoryData<string, string> Expected => new()
    {
        { "java.AppConfigTest.blockActionsPayload.json", Interaction },
        { "java.AttachmentActionTest.realPayload.json", Interaction },
        { "java.BlockSuggestionTest.realPayload.json", Interaction },
        { "java.DialogCancellationTest.realPayload.json", Interaction },
        { "java.DialogSuggestionTest.realPayload.json", Interaction },

        // Its author is the bot of its own authorization.
        { "java.EventInSharedChannelsTest.appMentionPayload.json", "ignore OwnMessage" },
        { "java.EventTest.appMentionPayload.json", "start slack-T123-C123-1583636399.000700 'test'" },
        { "java.EventTest.appMentionPayload2.json", "ignore Bot" },
        { "java.EventUninstallationTest.appUninstalledEvent.json", OtherEvent },
        { "java.EventUninstallationTest.botTokenRevokedEvent.json", OtherEvent },
        { "java.GlobalShortcutTest.realPayload.json", Interaction },
        { "java.InvalidPayloadPatternTest.requestBody.json", "challenge challenge-value" },
        { "java.MessageShortcutTest.realPayload.json", Interaction },

        // From before 2021, without authorizations: nobody says that the mentioned U123 is us.
        { "java.MessageTest.messagePayload.json", "ignore NotAddressed" },
        { "java.RemoteFunctionTest.actionPayload.json", Interaction },
        { "java.RemoteFunctionTest.eventPayload.json", OtherEvent },
        { "java.SingleTeamAuthTestCacheTest.realPayload.json", Interaction },
        { "java.ViewClosedTest.realPayload.json", Interaction },
        { "java.WorkflowStepTest.editPayload.json", Interaction },
        { "py.app.app_mention_event_body.json", "start slack-T111-C111-1595926230.009600 'Hi there!'" },
        { "py.app_custom_authorize.app_mention_request_body.json", "start slack-T111-C111-1595926230.009600 'Hi there!'" },
        { "py.app_using_methods_in_class.payload.json", Interaction },
        { "py.block_actions.body.json", Interaction },
        { "py.error_handler.body.json", Interaction },
        { "py.events.body.json", OtherEvent },
        { "py.events.join_event_body.json", OtherEvent },
        { "py.events.message_file_share_body.json", "ignore OwnMessage" },
        { "py.events.tokens_revoked_body.json", OtherEvent },
        { "py.events.valid_reaction_added_body.json", OtherEvent },
        { "py.events_ignore_self.different_app_response_url_message_event.json", "ignore Bot" },
        { "py.events_ignore_self.response_url_message_event.json", "ignore Bot" },
        { "py.events_org_apps.event_payload.json", "start slack-E111-C111-1606810819.000800 ''" },
        { "py.events_say_stream.org_app_mention_event_body.json", "start slack-E111-C111-1595926230.009600 'Hi there!'" },
        { "py.events_shared_channels.app_uninstalled_body.json", OtherEvent },
        { "py.events_shared_channels.join_event_body.json", OtherEvent },
        { "py.events_shared_channels.left_event_body.json", OtherEvent },
        { "py.events_shared_channels.valid_event_body.json", "start slack-T_INSTALLED-C111-1595926230.009600 'Hi there!'" },
        { "py.events_shared_channels.valid_reaction_added_body.json", OtherEvent },
        { "py.events_socket_mode.event_body.json", OtherEvent },
        { "py.events_socket_mode.join_event_body.json", OtherEvent },
        { "py.events_socket_mode.tokens_revoked_body.json", OtherEvent },
        { "py.events_socket_mode.valid_event_body.json", "start slack-T111-C111-1595926230.009600 'Hi there!'" },
        { "py.events_token_revocations.event_payload.json", OtherEvent },
        { "py.events_url_verification.event_body.json", "challenge 3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" },
        { "py.function.wrong_id_function_body.json", OtherEvent },
        { "py.installation_store_authorize.body.json", Interaction },
        { "py.listener_middleware.body.json", Interaction },
        { "py.message.message_body.json", "ignore NotAddressed" },
        { "py.message.message_body3.json", "ignore NotAddressed" },
        { "py.message_bot.bot_message_event_payload.json", "ignore OwnMessage" },

        // Here too author and authorized bot are the same W111.
        { "py.message_bot.user_message_event_payload.json", "ignore OwnMessage" },
        { "py.message_changed.event_payload.json", "ignore Subtype" },
        { "py.message_file_share.event_payload.json", "ignore NotAddressed" },
        { "py.message_thread_broadcast.event_payload.json", "look up slack-T111-C111-1633663824.000500" },
        { "py.shortcut.global_shortcut_body.json", Interaction },
        { "py.shortcut.message_shortcut_body.json", Interaction },
        { "py.view_submission.body.json", Interaction },
        { "py.view_submission.connect_channel_payload.json", Interaction },
        { "py.web_client_customization.block_actions_body.json", Interaction },
        { "py.workflow_steps.execute_payload.json", OtherEvent },
        { "py.workflow_steps_decorator_simple.execute_payload.json", OtherEvent },
        { "py.workflow_steps_decorator_simple.save_payload.json", Interaction },
        { "py.workflow_steps_decorator_with_args.save_payload.json", Interaction },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void Decide_OnAPayloadOfSlacksSdks_IsAsStated(string file, string expected) =>
        Assert.Equal(expected, Describe(Deciding.On(SlackEventFixtures.Read(file))));

    [Fact]
    public void Expected_NamesEveryPayload() => Assert.Equal(SlackEventFixtures.Names, Expected.Select(row => row.Data.Item1));

    private static string Describe(IntakeDecision decision) => decision switch
    {
        IntakeDecision.Start start => $"start {start.RunId} '{start.Request.Text}'",
        IntakeDecision.NeedsThreadLookup lookup => $"look up {lookup.Request.ThreadKey}",
        IntakeDecision.Ignore ignore => $"ignore {ignore.Reason}",
        IntakeDecision.Challenge challenge => $"challenge {challenge.Text}",
        var other => other.ToString(),
    };
}
