using Coordinator.LocalHost.Tests.Intake;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.Logging;

namespace Coordinator.LocalHost.Tests;

public sealed class UpkeepTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly LogLines _lines = new();
    private readonly Happenings<DateTimeOffset> _done = new();
    private readonly LoggerFactory _loggers;
    private Func<CancellationToken, Task> _work = _ => Task.CompletedTask;

    public UpkeepTests() => _loggers = new LoggerFactory([_lines]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task Work_IsDoneAtStartAndOnceInEveryPeriod()
    {
        using var upkeep = await StartAsync();
        var start = _clock.Now;
        await _done.WaitForAsync(at => at == start);
        _clock.Advance(Period);
        await _done.WaitForAsync(at => at == start + Period);
        await upkeep.StopAsync(Token);
        Assert.Equal(2, _done.All.Count);
    }

    [Fact]
    public async Task Work_WhenItFails_IsSaidAndDoneTheNextTime()
    {
        _work = _ => throw new IOException("The disk is away.");
        using var upkeep = await StartAsync();
        await _done.WaitForAsync(_ => true);
        _work = _ => Task.CompletedTask;
        _clock.Advance(Period);
        await _done.WaitForAsync(_ => true, 2);
        await upkeep.StopAsync(Token);
        Assert.Equal("Warning upkeep_failed of=letters it is tried again in 60 s", Assert.Single(_lines.All));
        Assert.True(upkeep.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Work_WhenTheHostStops_IsGivenUpWithoutAWord()
    {
        _work = cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        using var upkeep = await StartAsync();
        await _done.WaitForAsync(_ => true);
        await upkeep.StopAsync(Token).SoonAsync();
        Assert.True(upkeep.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_lines.All);
    }

    private async Task<Upkeep> StartAsync()
    {
        var upkeep = new Upkeep("letters", Period, RunAsync, _clock, _loggers.CreateLogger<Upkeep>());
        await upkeep.StartAsync(Token);
        return upkeep;
    }

    private Task RunAsync(CancellationToken cancellationToken)
    {
        _done.Add(_clock.Now);
        return _work(cancellationToken);
    }
}
