using Xunit;

namespace Coordinator.TestKit.Signals;

/// <summary>No test waits without a limit.</summary>
public static class Soon
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task SoonAsync(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
