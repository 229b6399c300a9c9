using System.Text.Json.Nodes;
using Coordinator.Core.Intake;
using Coordinator.Core.Replies;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

/// <summary>From bytes to decision, as the endpoint does it.</summary>
internal static class Deciding
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static IntakeDecision On(byte[] body, SlackIdentity? self = null) =>
        SlackEnvelopeParser.TryParse(body, out var envelope, out var malformed)
            ? IntakePolicy.Decide(envelope, new IntakeContext(self, Now, "00-trace-span-01"))
            : malformed;

    public static IntakeDecision OnEvent(JsonObject slackEvent, SlackIdentity? self = null) =>
        On(SlackPayload.Envelope(slackEvent).Bytes(), self);

    public static RunRequest Started(byte[] body) => Assert.IsType<IntakeDecision.Start>(On(body)).Request;

    public static RunRequest Started(JsonObject slackEvent) => Started(SlackPayload.Envelope(slackEvent).Bytes());
}
