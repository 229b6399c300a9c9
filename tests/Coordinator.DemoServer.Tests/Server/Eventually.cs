namespace Coordinator.DemoServer.Tests.Server;

/// <summary>Waits for something another process does, but not for ever.</summary>
internal static class Eventually
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            await timer.WaitForNextTickAsync(limited.Token);
    }
}
