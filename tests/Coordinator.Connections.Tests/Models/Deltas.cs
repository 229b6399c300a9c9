namespace Coordinator.Connections.Tests.Models;

/// <summary>Collects the pieces of an answer in the order they come.</summary>
internal sealed class Deltas : IProgress<string>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> All { get; } = [];

    public Task First => _first.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Report(string value)
    {
        All.Add(value);
        _first.TrySetResult();
    }
}
