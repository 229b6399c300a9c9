using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Costs;

namespace Coordinator.DemoServer.Tools;

/// <summary>A read that sums up the costs of some days.</summary>
internal abstract class CostTool(ToolCard card, ReadContext context) : ReadTool(card, context)
{
    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments)
    {
        var calendar = new CostCalendar(DateOnly.FromDateTime(Now.UtcDateTime));
        if (!CostArguments.TryReadPeriod(arguments, calendar, out var period, out var error)) return error;
        var rows = CostBook.Rows(tenancy, period.Intersect(calendar.Known)).ToList();
        return Sum(tenancy, arguments, rows, period, calendar.Gap(period));
    }

    /// <param name="gap">What to tell the reader if some of the period has no data.</param>
    protected abstract ToolAnswer Sum(Tenancy tenancy, ToolArguments arguments, IReadOnlyList<CostRow> rows, CostPeriod period, string? gap);
}
