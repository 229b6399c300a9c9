namespace Coordinator.CrashCampaign.Peers;

/// <summary>Where the host listens now. Whoever asks while it is down waits for its next life.</summary>
internal sealed class LiveAddress
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<Uri> _current = New();

    public Task<Uri> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _current.Task.WaitAsync(cancellationToken);
    }

    public void Set(Uri address)
    {
        lock (_lock)
            _current.TrySetResult(address);
    }

    public void Clear()
    {
        lock (_lock)
        {
            if (_current.Task.IsCompleted)
                _current = New();
        }
    }

    private static TaskCompletionSource<Uri> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
