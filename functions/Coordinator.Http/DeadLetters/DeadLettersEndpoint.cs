using System.Globalization;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Queue;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.DeadLetters;

/// <summary><c>GET /dlq?type=timeout&amp;operation=…&amp;limit=50&amp;cursor=…</c> (runbook 5.1): newest first.</summary>
internal sealed class DeadLettersEndpoint(DeadLetterList letters)
{
    private const int MaxLimit = 200;

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var (query, problem) = Read(request.Query);
        if (query is null)
        {
            return problem!;
        }

        var page = await letters.ReadAsync(query, request.HttpContext.RequestAborted);
        return WebJson.Ok(new
        {
            Items = page.Items.Select(DeadLetterView.Of),
            Count = page.Total,
            Next = page.Next is { } next ? LetterCursor.Write(next) : null,
        });
    }

    private static (DeadLetterQuery? Query, IResult? Problem) Read(IQueryCollection parameters)
    {
        string? type = parameters["type"];
        if (type is not null && !FailureTypes.All.Contains(type))
        {
            return (null, DeadLetterProblems.UnknownType("type", type));
        }

        var limit = 50;
        if (parameters.TryGetValue("limit", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return (null, DeadLetterProblems.Invalid($"limit must be a whole number from 1 to {MaxLimit}."));
        }

        DeadLetterPosition? after = null;
        if (parameters.TryGetValue("cursor", out var cursor) && (after = LetterCursor.Read(cursor)) is null)
        {
            return (null, DeadLetterProblems.Invalid("cursor must be the next of an earlier answer."));
        }

        string? operation = parameters["operation"];
        return (new DeadLetterQuery { FailureType = type, Operation = string.IsNullOrEmpty(operation) ? null : operation, Take = limit, After = after }, null);
    }
}
