using System.Text.Json;
using Coordinator.Core.Audit;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary><c>GET /bulkheads</c> and <c>PUT /bulkheads/{partition}</c> (runbook 7).</summary>
internal sealed class BulkheadsEndpoint(Bulkheads bulkheads, SharedChange change, AuditLog audit)
{
    private const int MaxBodyBytes = 4096;

    public async Task<IResult> ListAsync(HttpRequest request)
    {
        var uses = await Task.WhenAll(bulkheads.Plan.Partitions.Select(partition => bulkheads.ReadAsync(partition, request.HttpContext.RequestAborted)));
        return WebJson.Ok(new { Partitions = uses.Select(Shown), uses.Length });
    }

    public async Task<IResult> SetAsync(HttpRequest request)
    {
        var name = (string)request.RouteValues["partition"]!;
        if (bulkheads.Plan.Find(name) is not { } partition)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "partition-not-found", "No such partition",
                $"There is no partition '{name}'. There are: {string.Join(", ", bulkheads.Plan.Partitions.Select(known => known.Name))}.");
        }

        var body = await JsonBody.ReadAsync(request, MaxBodyBytes, "max_concurrent");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!TryLimit(body.Root, out var limit))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-limit", "Not a limit",
                $"'max_concurrent' must be a whole number from 1 to {Partition.LargestLimit}, or null for that of the configuration ({partition.MaxConcurrent}).");
        }

        await bulkheads.SetLimitAsync(partition, limit, request.HttpContext.RequestAborted);
        await audit.RecordAsync("bulkhead_limit", name, Caller.Of(request), limit is null ? "max_concurrent as configured" : $"max_concurrent={limit}", CancellationToken.None);
        return await change.AnswerAsync(Shown(await bulkheads.ReadAsync(partition, request.HttpContext.RequestAborted)), request.HttpContext.RequestAborted);
    }

    private static bool TryLimit(JsonElement body, out int? limit)
    {
        limit = null;
        if (!body.TryGetProperty("max_concurrent", out var value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 1 and <= Partition.LargestLimit)
        {
            limit = number;
        }

        return limit is not null || value.ValueKind == JsonValueKind.Null;
    }

    /// <summary>Active and waiting are those of all instances; the rest is counted by this one since its start.</summary>
    private static object Shown(PartitionUse use) => new
    {
        Partition = use.Partition.Name,
        ActiveCount = use.Active,
        MaxConcurrent = use.Limit,
        ConfiguredMaxConcurrent = use.Partition.MaxConcurrent,
        WaitingCount = use.Waiting,
        TimeoutCount = use.Count.Timeouts,
        WaitSeconds = use.Partition.WaitFor.TotalSeconds,
        TotalAcquired = use.Count.Acquired,
        PeakActive = use.Count.Peak,
        AvgWaitTimeMs = Math.Round(use.Count.AverageWait.TotalMilliseconds, 1),
        AvgHoldTimeMs = Math.Round(use.Count.AverageHold.TotalMilliseconds, 1),
        use.Partition.Tools,
    };
}
