namespace Coordinator.Functions.Timers;

internal sealed class RunRetention
{
    public static Task RunWhenDueAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
