using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.State;

/// <summary>A machine's clock that somebody sets, while time goes on as ever.</summary>
internal sealed class SetClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public TimeSpan Off { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
