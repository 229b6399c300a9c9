using System.Text.Json;
using Coordinator.Core.Audit;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.DeadLetters;

/// <summary><c>POST /dlq/retry</c> with <c>{ids}</c> or <c>{failure_types}</c>, <c>max_retries</c> and <c>limit</c> (runbook 5.2).</summary>
internal sealed class RetryEndpoint(DeadLetterRetry retry, AuditLog audit)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxIds = 200;
    private const int MaxLimit = 200;
    private const int MaxRetries = 100;
    private const int AuditedRuns = 10;

    private static readonly string[] Fields = ["ids", "failure_types", "max_retries", "limit"];

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes, Fields);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var (order, wrong) = Read(body.Root);
        if (order is null)
        {
            return wrong!;
        }

        var report = await retry.RetryAsync(order, request.HttpContext.RequestAborted);
        if (report.Runs.Count > 0)
        {
            var runs = string.Join(", ", report.Runs.Take(AuditedRuns).Select(run => run.RunId));
            var target = report.Runs is [{ Ids: [var only] }] ? only : $"{report.Retried} letters";
            await audit.RecordAsync("dead_letter_retried", target, Caller.Of(request), $"runs {runs}{(report.Runs.Count > AuditedRuns ? ", …" : "")}", CancellationToken.None);
        }

        return WebJson.Ok(new { report.Retried, report.Failed, report.Skipped, report.Runs });
    }

    private static (RetryOrder? Order, IResult? Problem) Read(JsonElement root)
    {
        if (!TryTexts(root, "ids", out var ids) || !TryTexts(root, "failure_types", out var types))
        {
            return Invalid($"ids and failure_types must be lists of 1 to {MaxIds} texts.");
        }

        if (ids.Count == 0 == (types.Count == 0))
        {
            return Invalid("Give either ids or failure_types.");
        }

        if (types.FirstOrDefault(type => !FailureTypes.All.Contains(type)) is { } unknown)
        {
            return (null, DeadLetterProblems.UnknownType("failure_types", unknown));
        }

        var order = new RetryOrder { Ids = ids, FailureTypes = types };
        if (!TryNumber(root, "max_retries", MaxRetries, order.MaxRetries, out var maxRetries))
        {
            return Invalid($"max_retries must be a whole number from 1 to {MaxRetries}.");
        }

        return TryNumber(root, "limit", MaxLimit, order.Limit, out var limit)
            ? (order with { MaxRetries = maxRetries, Limit = limit }, null)
            : Invalid($"limit must be a whole number from 1 to {MaxLimit}.");
    }

    private static bool TryTexts(JsonElement root, string field, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (!root.TryGetProperty(field, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MaxIds || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        try
        {
            texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            return false;
        }
    }

    private static bool TryNumber(JsonElement root, string field, int most, int otherwise, out int number)
    {
        number = otherwise;
        return !root.TryGetProperty(field, out var value) || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number) && number >= 1 && number <= most);
    }

    private static (RetryOrder?, IResult) Invalid(string detail) => (null, DeadLetterProblems.Invalid(detail));
}
