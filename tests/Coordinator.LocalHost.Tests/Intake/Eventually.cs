namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>Waits for something that another thread brings about, half a minute at most.</summary>
internal static class Eventually
{
    public static async Task Is(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
