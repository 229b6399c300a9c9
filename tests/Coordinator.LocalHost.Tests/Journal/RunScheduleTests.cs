using Coordinator.LocalHost.Journal;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class RunScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RunSchedule _schedule = new();

    [Fact]
    public void TryTake_WhenAThreadHasTwoRuns_GivesTheSecondOnlyAfterTheFirstFinished()
    {
        _schedule.Add("a1", "a", null);
        _schedule.Add("a2", "a", null);
        _schedule.Add("b1", "b", null);
        Assert.Equal(["a1", "b1"], TakeAll());
        _schedule.Finish("b1");
        Assert.Empty(TakeAll());
        _schedule.Finish("a1");
        Assert.Equal(["a2"], TakeAll());
    }

    [Fact]
    public void TryTake_WhenARunWaits_HoldsBackItsThread()
    {
        _schedule.Add("a1", "a", null);
        _schedule.Add("a2", "a", null);
        Assert.Equal(["a1"], TakeAll());
        _schedule.Pause("a1", Now.AddHours(1));
        Assert.Empty(TakeAll());
        Assert.Equal(Now.AddHours(1), _schedule.NextDue);
        Assert.Equal(["a1"], TakeAll(Now.AddHours(1)));
    }

    [Fact]
    public void Wake_WhenARunWaits_MakesItReadyOnce()
    {
        _schedule.Add("a1", "a", Now.AddHours(1));
        Assert.True(_schedule.Wake("a1"));
        Assert.False(_schedule.Wake("a1"));
        Assert.Equal(["a1"], TakeAll());
        Assert.Empty(TakeAll(Now.AddHours(2)));
    }

    [Fact]
    public void Pause_WhenTheEarlierTimerIsStillThere_WaitsForTheNewOne()
    {
        _schedule.Add("a1", "a", Now.AddHours(1));
        _schedule.Wake("a1");
        TakeAll();
        _schedule.Pause("a1", Now.AddHours(3));
        Assert.Empty(TakeAll(Now.AddHours(2)));
        Assert.Equal(["a1"], TakeAll(Now.AddHours(3)));
    }

    [Fact]
    public void Add_WhenTheRunIsKnown_ChangesNothing()
    {
        Assert.True(_schedule.Add("a1", "a", null));
        Assert.False(_schedule.Add("a1", "a", null));
        Assert.Equal(["a1"], TakeAll());
        Assert.Equal(1, _schedule.Unfinished);
    }

    private List<string> TakeAll(DateTimeOffset? now = null)
    {
        var taken = new List<string>();
        while (_schedule.TryTake(now ?? Now, out var runId))
        {
            taken.Add(runId);
        }

        return taken;
    }
}
