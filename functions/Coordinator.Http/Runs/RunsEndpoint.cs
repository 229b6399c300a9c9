using System.Globalization;
using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Runs;

/// <summary><c>GET /runs?limit=50&amp;status=running&amp;thread_id=…&amp;before={sequence}</c>: newest first.</summary>
internal sealed class RunsEndpoint(IRunMemory memory)
{
    private const int MaxLimit = 200;

    private const int MessageCharacters = 200;

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        if (!TryReadQuery(request.Query, out var query, out var detail))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", detail);
        }

        var runs = await memory.ListRunsAsync(query, request.HttpContext.RequestAborted);
        return WebJson.Ok(new
        {
            Runs = runs.Select(Line),
            NextBefore = runs.Count == query.Take ? runs[^1].Sequence : (long?)null,
        });
    }

    private static bool TryReadQuery(IQueryCollection parameters, out RunQuery query, out string detail)
    {
        query = new RunQuery();
        detail = "";
        var limit = 50L;
        long? before = null;
        if (parameters.TryGetValue("limit", out var limitText) && (!TryNumber(limitText, out limit) || limit is < 1 or > MaxLimit))
        {
            detail = $"limit must be a whole number from 1 to {MaxLimit}.";
        }

        if (parameters.TryGetValue("before", out var beforeText))
        {
            before = TryNumber(beforeText, out var sequence) ? sequence : null;
            detail = before is null ? "before must be the next_before of an earlier answer." : detail;
        }

        RunStatus? status = null;
        if (parameters.TryGetValue("status", out var word))
        {
            status = StatusOf(word);
            detail = status is null ? $"status must be one of {string.Join(", ", Enum.GetValues<RunStatus>().Select(Word))}." : detail;
        }

        string? threadId = parameters["thread_id"];
        if (threadId is not null && !ThreadId.IsValid(threadId))
        {
            detail = ThreadId.Rule;
        }

        query = new RunQuery { Take = (int)limit, After = before, Status = status, ThreadKey = threadId is null ? null : ThreadId.ToKey(threadId) };
        return detail.Length == 0;
    }

    private static bool TryNumber(string? text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static RunStatus? StatusOf(string? word) =>
        Enum.GetValues<RunStatus>().Cast<RunStatus?>().FirstOrDefault(status => Word(status!.Value) == word);

    private static string Word(RunStatus status) => JsonSerializer.SerializeToElement(status).GetString()!;

    private static object Line(RunRecord run) => new
    {
        run.Request.RunId,
        ThreadId = ThreadId.FromKey(run.Request.ThreadKey),
        run.Status,
        Message = run.Request.Text.Length <= MessageCharacters ? run.Request.Text : $"{run.Request.Text.AsSpan(0, MessageCharacters)}…",
        run.Request.Actor,
        run.Request.ReceivedAt,
        run.UpdatedAt,
        run.WakeAt,
        run.Sequence,
    };
}
