using Coordinator.Core.Replies;

namespace Coordinator.Core.Intake;

/// <summary>Who we are in Slack, once <c>auth.test</c> has said so. Until then the envelopes' authorizations have to do.</summary>
public sealed class KnownIdentity
{
    private volatile SlackIdentity? _current;

    public SlackIdentity? Current
    {
        get => _current;
        set => _current = value;
    }
}
