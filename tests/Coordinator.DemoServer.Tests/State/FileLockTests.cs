using Coordinator.DemoServer.State;
using Coordinator.DemoServer.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.DemoServer.Tests.State;

public sealed class FileLockTests : IDisposable
{
    private readonly DemoFolder folder = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => folder.State + ".lock";

    [Fact]
    public async Task Acquire_WhenHeldTooLong_TimesOutNamingTheFile()
    {
        using var held = await FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, Token);
        clock.AutoAdvanceAmount = TimeSpan.FromSeconds(11);

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, Token));

        Assert.Equal($"Another process has held {Path} for 10 s.", exception.Message);
    }

    [Fact]
    public async Task Acquire_WhenGivenUpMeanwhile_GetsIt()
    {
        var held = await FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, Token);
        var waiting = FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, Token);
        Assert.False(waiting.IsCompleted);

        held.Dispose();
        clock.Advance(TimeSpan.FromMilliseconds(5));

        (await waiting).Dispose();
    }

    [Fact]
    public async Task Acquire_WhenCancelled_StopsWaiting()
    {
        using var held = await FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, Token);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = FileLock.AcquireAsync(Path, TimeSpan.FromSeconds(10), clock, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public void Dispose() => folder.Dispose();
}
