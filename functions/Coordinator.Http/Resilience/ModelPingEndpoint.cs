using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.ModelLimits;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary><c>POST /llm/ping</c> (runbook 2.2): does the model answer now, and if not, why and what to do.</summary>
internal sealed class ModelPingEndpoint(ModelPing ping, IModel? model = null)
{
    private const int MaxBytes = 1024;

    private static readonly Failure NotConfigured = new(FailureClass.Unavailable, "No language model is configured: only workflows answer.");

    /// <summary>200 in any case: what was asked for is how it is.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var result = model is null ? new PingResult { Failure = NotConfigured } : await ping.AskAsync(model, request.HttpContext.RequestAborted);
        return WebJson.Ok(new
        {
            Ok = result.Failure is null,
            model?.Provider,
            Model = model?.Name,
            LatencyMs = model is null ? null : (double?)Math.Round(result.Took.TotalMilliseconds, 1),
            result.Answer?.InputTokens,
            result.Answer?.OutputTokens,
            Error = result.Failure is { } failure ? Shown(failure) : null,
        });
    }

    private static object Shown(Failure failure) => new
    {
        failure.Class,
        failure.Code,
        failure.Message,
        Action = ErrorTable.Model.GetValueOrDefault(failure.Class)?.Action,
        RetryAfterSeconds = failure.RetryAfter is { } wait ? (double?)Math.Ceiling(wait.TotalSeconds) : null,
    };
}
