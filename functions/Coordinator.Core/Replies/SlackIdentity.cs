namespace Coordinator.Core.Replies;

/// <summary>What <c>auth.test</c> says about our token.</summary>
public sealed record SlackIdentity(string TeamId, string Team, string UserId, string? BotId);
