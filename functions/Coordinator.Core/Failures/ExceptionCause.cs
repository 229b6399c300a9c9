namespace Coordinator.Core.Failures;

/// <summary>Tells a caller's cancellation from everything else: an HTTP timeout is an <see cref="OperationCanceledException"/> too.</summary>
public static class ExceptionCause
{
    public static bool IsCausedBy(this Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
