using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>Whole UTC days, both ends included.</summary>
internal sealed record CostPeriod(DateOnly Start, DateOnly End)
{
    /// <summary>Three years.</summary>
    private const int MostDays = 1096;

    public int Days => End.DayNumber - Start.DayNumber + 1;

    /// <summary>What <c>start_date</c> and <c>end_date</c> say, else the last <c>days</c> up to yesterday.</summary>
    /// <exception cref="ToolException">The dates make no period.</exception>
    public static CostPeriod Of(Arguments arguments, DateOnly today) => (arguments.Date("start_date"), arguments.Date("end_date")) switch
    {
        (null, null) => new CostPeriod(today.AddDays(-arguments.Number("days")), today.AddDays(-1)),
        (null, _) or (_, null) => throw Wrong("start_date and end_date go together: give both or neither."),
        ({ } start, { } end) when start > end => throw Wrong($"start_date {start:yyyy-MM-dd} is after end_date {end:yyyy-MM-dd}."),
        ({ } start, _) when start > today => throw Wrong($"start_date {start:yyyy-MM-dd} is in the future; today is {today:yyyy-MM-dd}."),
        ({ } start, { } end) when end.DayNumber - start.DayNumber >= MostDays => throw Wrong($"start_date and end_date are more than {MostDays} days apart."),
        // Nothing has been used yet after today.
        ({ } start, { } end) => new CostPeriod(start, end > today ? today : end),
    };

    public static CostPeriod Month(DateOnly first) => new(first, first.AddMonths(1).AddDays(-1));

    public override string ToString() => $"{Start:yyyy-MM-dd} to {End:yyyy-MM-dd}";

    private static ToolException Wrong(string problem) => new(ToolError.InvalidParameter(problem));
}
