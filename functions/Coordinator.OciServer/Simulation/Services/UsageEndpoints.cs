using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Coordinator.OciServer.Simulation.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Usage: costs by day or month, grouped as asked.</summary>
internal static class UsageEndpoints
{
    private static readonly string[] Dimensions = ["service", "skuName", "compartmentId", "compartmentName", "region"];

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/20200107/usage", ReportAsync);

    private static async Task<IResult> ReportAsync(HttpContext context, World world)
    {
        if (await Body.ReadAsync<UsageRequest>(context) is not { } request) return Refusal.InvalidParameter("The body is not valid");
        var tenancy = context.Tenancy();
        if (request.TenantId != tenancy.Id) return Refusal.NotFound(request.TenantId);
        if (Problem(request) is { } problem) return Refusal.InvalidParameter(problem);
        return Pages.List(context, Rows(request, tenancy, world), items => new { groupBy = request.GroupBy ?? [], items });
    }

    private static string? Problem(UsageRequest request) =>
        request.Granularity is not ("DAILY" or "MONTHLY") ? "granularity must be DAILY or MONTHLY"
        : request.TimeUsageStarted.TimeOfDay != TimeSpan.Zero || request.TimeUsageEnded.TimeOfDay != TimeSpan.Zero ? "UTC date does not have the right precision: hours, minutes, seconds and second fractions must be 0"
        : request.TimeUsageEnded <= request.TimeUsageStarted ? "timeUsageEnded must be after timeUsageStarted"
        : request.Granularity == "MONTHLY" && (request.TimeUsageStarted.Day != 1 || request.TimeUsageEnded.Day != 1) ? "For MONTHLY, timeUsageStarted and timeUsageEnded must be the first day of a month"
        : request.Granularity == "DAILY" && request.TimeUsageEnded > request.TimeUsageStarted.AddDays(90) ? "DAILY is for up to 90 days"
        : request.Granularity == "MONTHLY" && request.TimeUsageEnded > request.TimeUsageStarted.AddMonths(12) ? "MONTHLY is for up to 12 months"
        : request.CompartmentDepth is null && request.GroupBy?.Any(dimension => dimension.StartsWith("compartment", StringComparison.Ordinal)) == true ? "compartmentDepth is required to group by compartments"
        : request.QueryType is not (null or "COST") ? "The simulator knows queryType COST only"
        : request.GroupBy?.FirstOrDefault(dimension => !Dimensions.Contains(dimension)) is { } unknown ? $"groupBy {unknown} is not one of {string.Join(", ", Dimensions)}"
        : null;

    private static IEnumerable<object> Rows(UsageRequest request, Tenancy tenancy, World world)
    {
        var (first, last) = (DateOnly.FromDateTime(request.TimeUsageStarted.UtcDateTime), DateOnly.FromDateTime(request.TimeUsageEnded.UtcDateTime).AddDays(-1));
        var costs = from rate in tenancy.CostRates.Where(rate => Passes(request.Filter, rate))
                    from day in Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)
                    let cents = world.Costs.Cents(rate, day, world.Today)
                    where cents > 0
                    group cents by (Start(request, first, day), string.Join('|', (request.GroupBy ?? []).Select(name => Value(name, rate, tenancy))), rate) into sums
                    select (Start: sums.Key.Item1, Group: sums.Key.Item2, Rate: sums.Key.rate, Cents: sums.Sum());
        return costs.GroupBy(row => (row.Start, row.Group)).OrderBy(rows => rows.Key.Start).ThenBy(rows => rows.Key.Group, StringComparer.Ordinal)
            .Select(rows => Row(request, tenancy, rows.Key.Start, rows.First().Rate, rows.Sum(row => row.Cents)));
    }

    private static object Row(UsageRequest request, Tenancy tenancy, DateOnly start, CostRate rate, long cents)
    {
        string? If(string dimension) => request.GroupBy?.Contains(dimension) == true ? Value(dimension, rate, tenancy) : null;
        return new
        {
            tenantId = tenancy.Id, computedAmount = cents * 0.01m, currency = "USD", service = If("service"), skuName = If("skuName"), compartmentId = If("compartmentId"),
            compartmentName = If("compartmentName"), region = If("region"), timeUsageStarted = $"{start:yyyy-MM-dd}T00:00:00.000Z", timeUsageEnded = $"{End(request, start):yyyy-MM-dd}T00:00:00.000Z",
        };
    }

    private static DateOnly Start(UsageRequest request, DateOnly first, DateOnly day) =>
        request.IsAggregateByTime == true ? first : request.Granularity == "MONTHLY" ? new DateOnly(day.Year, day.Month, 1) : day;

    private static DateOnly End(UsageRequest request, DateOnly start) =>
        request.IsAggregateByTime == true ? DateOnly.FromDateTime(request.TimeUsageEnded.UtcDateTime) : request.Granularity == "MONTHLY" ? start.AddMonths(1) : start.AddDays(1);

    private static string? Value(string dimension, CostRate rate, Tenancy tenancy) => dimension switch
    {
        "service" => rate.Service,
        "skuName" => rate.Sku,
        "compartmentId" => rate.CompartmentId,
        "compartmentName" => tenancy.Compartment(rate.CompartmentId)?.Name,
        _ => tenancy.Region,
    };

    private static bool Passes(UsageFilter? filter, CostRate rate)
    {
        if (filter is null) return true;
        var checks = (filter.Dimensions ?? []).Select(dimension => dimension.Key switch { "service" => rate.Service == dimension.Value, "compartmentId" => rate.CompartmentId == dimension.Value, _ => false })
            .Concat((filter.Filters ?? []).Select(inner => Passes(inner, rate)));
        return filter.Operator switch { "OR" => checks.Any(check => check), "NOT" => !checks.Any(check => check), _ => checks.All(check => check) };
    }

    private sealed record UsageRequest(
        string TenantId, DateTimeOffset TimeUsageStarted, DateTimeOffset TimeUsageEnded, string Granularity, string? QueryType, IReadOnlyList<string>? GroupBy, UsageFilter? Filter, bool? IsAggregateByTime, int? CompartmentDepth);

    private sealed record UsageFilter(string? Operator, IReadOnlyList<UsageDimension>? Dimensions, IReadOnlyList<UsageFilter>? Filters);

    private sealed record UsageDimension(string Key, string Value);
}
