namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>One row of a usage report; what it was not grouped by is null.</summary>
internal sealed record UsageRow(decimal? ComputedAmount, string? Currency, string? Service, string? CompartmentId, string? CompartmentName, string? SkuName, DateTimeOffset? TimeUsageStarted)
{
    public decimal Amount => ComputedAmount ?? 0;

    public bool IsIn(DateOnly month) => TimeUsageStarted?.UtcDateTime is { } start && start.Year == month.Year && start.Month == month.Month;
}
