using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.ModelLimits;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary><c>POST /llm/ping</c> (runbook 2.2), optionally with <c>{"provider": "openai"}</c>: does the model answer now, and if not, why and what to do.</summary>
internal sealed class ModelPingEndpoint(ModelPing ping, ModelList models)
{
    private const int MaxBytes = 1024;
    private const string Provider = "provider";

    private static readonly Failure NotConfigured = new(FailureClass.Unavailable, "No language model is configured: only workflows answer.");

    /// <summary>200 in any case that there is something to ask: what was asked for is how it is.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes, Provider);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!body.TryText(Provider, out var provider) || (provider is not null && models.All.All(served => served.Model.Provider != provider)))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid",
                $"{Provider} must be one of those that are configured: {string.Join(", ", models.All.Select(served => served.Model.Provider).DefaultIfEmpty("there is none"))}.");
        }

        var model = models.All.Select(served => served.Model).FirstOrDefault(model => provider is null || model.Provider == provider);
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
        // Who has to log in reads so in the message, with the whole command.
        Action = failure.Message.Contains(ErrorText.NextStep, StringComparison.Ordinal) ? null : ErrorTable.Model.GetValueOrDefault(failure.Class)?.Action,
        RetryAfterSeconds = failure.RetryAfter is { } wait ? (double?)Math.Ceiling(wait.TotalSeconds) : null,
    };
}
