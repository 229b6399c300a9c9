using System.Text.Json;
using Coordinator.Core.Audit;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.DeadLetters;

/// <summary>One letter: <c>GET</c>, <c>PUT</c> and <c>DELETE /dlq/{id}</c> (runbook 5.3).</summary>
internal sealed class DeadLetterEndpoint(DeadLetterList letters, DeadLetterRevision revision, DeadLetterDiscard discard, AuditLog audit)
{
    private const int MaxBytes = 256 * 1024;

    public async Task<IResult> GetAsync(HttpRequest request) =>
        await letters.FindAsync(IdOf(request), request.HttpContext.RequestAborted) is { } letter ? WebJson.Ok(DeadLetterView.Of(letter)) : DeadLetterProblems.NotFound(IdOf(request));

    /// <summary><c>{"parameters": {…}}</c> as the letter shows them; the next retry uses them.</summary>
    public async Task<IResult> PutAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (body.Root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != "parameters") is { } other)
        {
            return DeadLetterProblems.Invalid($"{other} cannot be changed: only parameters can.");
        }

        if (!body.Root.TryGetProperty("parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Object)
        {
            return DeadLetterProblems.Invalid("parameters must be an object.");
        }

        return await revision.ReviseAsync(IdOf(request), parameters, request.HttpContext.RequestAborted) switch
        {
            { Letter: { } letter } => await RecordAsync("dead_letter_edited", request, WebJson.Ok(DeadLetterView.Of(letter))),
            { Problem: { } detail } => DeadLetterProblems.Invalid(detail),
            { Refusal: { } detail } => DeadLetterProblems.Conflict(detail),
            _ => DeadLetterProblems.NotFound(IdOf(request)),
        };
    }

    public async Task<IResult> DeleteAsync(HttpRequest request) => await discard.DiscardAsync(IdOf(request), request.HttpContext.RequestAborted) switch
    {
        { IsDiscarded: true } => await RecordAsync("dead_letter_discarded", request, WebJson.Ok(new { Id = IdOf(request), Discarded = true })),
        { RetryRun: { } run } => DeadLetterProblems.Conflict($"It is being retried by run {run}. Wait for its end, or stop it."),
        _ => DeadLetterProblems.NotFound(IdOf(request)),
    };

    private async Task<IResult> RecordAsync(string action, HttpRequest request, IResult result)
    {
        await audit.RecordAsync(action, IdOf(request), Caller.Of(request), null, CancellationToken.None);
        return result;
    }

    private static string IdOf(HttpRequest request) => (string?)request.RouteValues["id"] ?? "";
}
