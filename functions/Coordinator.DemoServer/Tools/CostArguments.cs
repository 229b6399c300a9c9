using System.Diagnostics.CodeAnalysis;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

/// <summary>How a caller names the days to sum up.</summary>
internal static class CostArguments
{
    public static readonly ToolParameter Days =
        ToolParameter.Number("days", 30, 1, 366, "The last so many whole days, up to yesterday; ignored if dates are given.");

    public static readonly ToolParameter StartDate = ToolParameter.Date("start_date", "First day, YYYY-MM-DD; needs end_date.");

    public static readonly ToolParameter EndDate = ToolParameter.Date("end_date", "Last day, included, YYYY-MM-DD; needs start_date.");

    public static bool TryReadPeriod(
        ToolArguments arguments, CostCalendar calendar, [NotNullWhen(true)] out CostPeriod? period, [NotNullWhen(false)] out ToolError? error)
    {
        var (start, end) = (arguments.Date(StartDate.Name), arguments.Date(EndDate.Name));
        var problem = calendar.Problem(start, end);
        error = problem is null ? null : ToolError.InvalidParameter(problem);
        period = problem is not null ? null
            : start is { } first && end is { } last ? new CostPeriod(first, last)
            : calendar.LastDays(arguments.Number(Days.Name));
        return period is not null;
    }
}
