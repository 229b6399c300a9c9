using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Costs;

internal sealed class CostByCompartment(UsageReports reports, TimeProvider clock) : Handler<CostByCompartment.Answer>("cost_by_compartment")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var period = CostPeriod.Of(call.Arguments, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var rows = await reports.ReadAsync(call.Arguments, period, "DAILY", ["compartmentId", "compartmentName"], null, cancellationToken);
        var total = CostTotal.Of(rows, period);
        // Several compartments may have one name.
        var compartments = CostPart.By(rows, row => row.CompartmentId)
            .Select(part => new CompartmentCost(
                part.Rows[0].CompartmentName ?? part.Name, part.Name, Money.Text(part.Amount, total.Currency), part.Amount, Money.Share(part.Amount, total.TotalAmount)));
        return new Answer(total, [.. compartments], rows.Count > 0 ? null : $"There is no cost data for {period}.");
    }

    internal sealed record CompartmentCost(string Compartment, string CompartmentId, string Cost, decimal Amount, string Percent);

    internal sealed record Answer(CostTotal Summary, IReadOnlyList<CompartmentCost> Compartments, string? Message);
}
