namespace Coordinator.Scenarios;

/// <summary>No scenario waits without a limit.</summary>
internal static class Soon
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task SoonAsync(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
