using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Audit;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Coordinator.Http.Resilience;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Drains;

/// <summary><c>GET /drain</c> and <c>POST /drain</c> with <c>{"drain": true}</c> (runbook 10): of all instances, and until it is set again.</summary>
internal sealed class DrainEndpoint(Drain drain, StepsUnderWay steps, Bulkheads bulkheads, SharedChange change, AuditLog audit, TimeProvider time, IHeldRuns? held = null)
{
    private const int MaxBytes = 1024;

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        await drain.RefreshAsync(request.HttpContext.RequestAborted);
        return WebJson.Ok(await ShownAsync(request.HttpContext.RequestAborted));
    }

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes, "drain");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!body.Root.TryGetProperty("drain", out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", "Send {\"drain\": true} or {\"drain\": false}.");
        }

        return !value.GetBoolean() && drain.IsSetting
            ? Problems.Create(StatusCodes.Status409Conflict, "drained-by-setting", "The drain is a setting", $"{DrainSwitch.Variable} is true. Restart the coordinator without it.")
            : await SetAsync(value.GetBoolean(), request);
    }

    private async Task<IResult> SetAsync(bool on, HttpRequest request)
    {
        try
        {
            var before = (await drain.RefreshAsync(request.HttpContext.RequestAborted)).On;
            await drain.SetAsync(on, Caller.Of(request), request.HttpContext.RequestAborted);
            if (before != on)
            {
                await audit.RecordAsync(on ? "drain_on" : "drain_off", "all instances", Caller.Of(request), null, CancellationToken.None);
            }
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be written right now", exception.Message);
        }

        if (!on && held is not null)
        {
            await held.WakeAsync(request.HttpContext.RequestAborted);
        }

        return await change.AnswerAsync(await ShownAsync(request.HttpContext.RequestAborted), request.HttpContext.RequestAborted);
    }

    /// <summary>Steps are counted by this instance. Calls of tools and models are those of all, as they hold places in the partitions.</summary>
    private async Task<JsonObject> ShownAsync(CancellationToken cancellationToken)
    {
        var uses = await Task.WhenAll(bulkheads.Plan.Partitions.Select(partition => bulkheads.ReadAsync(partition, cancellationToken)));
        var (known, here, calls) = (drain.Known, steps.Count, uses.Sum(use => use.Active));
        return WebJson.ToNode(new
        {
            Draining = drain.IsOn,
            By = drain.IsSetting ? DrainSwitch.Variable : known.On ? known.By : null,
            Since = drain.IsOn && known.On ? known.Since : null,
            StepsUnderWay = here,
            CallsUnderWay = calls,
            // Until then another instance may begin one more step.
            Settled = drain.IsOn && here == 0 && calls == 0 && (!known.On || time.GetUtcNow() >= known.Since + Drain.Reach),
            Message = DrainWords.Of(drain),
        });
    }
}
