using Microsoft.Extensions.Time.Testing;

namespace Coordinator.TestKit.Intake;

/// <summary>A way for Slack's deliveries into the intake, from Slack's end.</summary>
public interface IIntake : IAsyncDisposable
{
    RecordingRunStarter Starter { get; }

    FakeTimeProvider Clock { get; }

    /// <summary><c>result/reason</c> of each delivery, in the order of counting.</summary>
    IReadOnlyList<string> Counted { get; }

    /// <summary>Lines as <c>Level text</c>.</summary>
    IReadOnlyList<string> Lines { get; }

    /// <summary>Genuine, and now. True: Slack need not send it again.</summary>
    /// <param name="retry">1 to 3: it was sent before.</param>
    Task<bool> DeliverAsync(byte[] payload, int retry = 0);

    /// <summary>Begins to deliver it, and hangs up when the run is being stored.</summary>
    Task HangUpAsync(byte[] payload);
}
