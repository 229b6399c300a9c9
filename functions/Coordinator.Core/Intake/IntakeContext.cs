using Coordinator.Core.Replies;

namespace Coordinator.Core.Intake;

/// <summary>What the policy needs to know besides the envelope.</summary>
/// <param name="Self">What <c>auth.test</c> said; null if unknown, then only the envelope says who we are.</param>
/// <param name="Now">Becomes the run's <c>ReceivedAt</c>.</param>
/// <param name="TraceParent">W3C trace context of the delivery.</param>
public readonly record struct IntakeContext(SlackIdentity? Self, DateTimeOffset Now, string? TraceParent);
