using Coordinator.Core.Replies;

namespace Coordinator.Core.Intake;

/// <summary>The Slack users that are us: the bots of the envelope's authorizations and our own token's.</summary>
internal readonly struct OwnUsers(IReadOnlyList<SlackAuthorization> authorizations, SlackIdentity? self)
{
    public bool AreUnknown => self is null && BotAuthorization is null;

    public SlackAuthorization? BotAuthorization
    {
        get
        {
            foreach (var authorization in authorizations)
            {
                if (authorization is { IsBot: true, UserId: not null })
                    return authorization;
            }

            return null;
        }
    }

    public bool Contain(ReadOnlySpan<char> userId)
    {
        if (userId.IsEmpty)
            return false;
        if (self is not null && userId.SequenceEqual(self.UserId))
            return true;

        foreach (var authorization in authorizations)
        {
            if (authorization.IsBot && userId.SequenceEqual(authorization.UserId))
                return true;
        }

        return false;
    }
}
