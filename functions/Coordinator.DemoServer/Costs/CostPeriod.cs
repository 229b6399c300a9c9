namespace Coordinator.DemoServer.Costs;

/// <summary>Whole UTC days, both ends included.</summary>
internal sealed record CostPeriod(DateOnly Start, DateOnly End)
{
    public int Days => End.DayNumber - Start.DayNumber + 1;

    public override string ToString() => $"{Start:yyyy-MM-dd} to {End:yyyy-MM-dd}";

    public bool Contains(DateOnly day) => day >= Start && day <= End;

    /// <summary>What both share; null if nothing.</summary>
    public CostPeriod? Intersect(CostPeriod other)
    {
        var start = Start > other.Start ? Start : other.Start;
        var end = End < other.End ? End : other.End;
        return start <= end ? new CostPeriod(start, end) : null;
    }
}
