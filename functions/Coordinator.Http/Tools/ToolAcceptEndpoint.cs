using Coordinator.Core.Audit;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary>
/// <c>POST /tools/{name}/accept</c>: the changed definition is the right one from now on. <c>{"digest": "…"}</c> accepts only the definition that was looked at,
/// <c>{"by": "…"}</c> says who did.
/// </summary>
internal sealed class ToolAcceptEndpoint(ToolCards cards, ToolDrift drift, AuditLog audit)
{
    private const int MaxBody = 10_000;
    private const int LongestName = 100;

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBody, "digest", "by");
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (!body.TryText("digest", out var digest) || !body.TryText("by", out var by) || by is { Length: > LongestName })
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-field", "A field is not valid", $"'digest' and 'by' are texts, 'by' of at most {LongestName} characters.");
        }

        var name = (string?)request.RouteValues["name"] ?? "";
        return await cards.FindAsync(name, request.HttpContext.RequestAborted) is { } card
            ? await AcceptAsync(card, digest, Caller.Of(request, by), request.HttpContext.RequestAborted)
            : ToolsEndpoint.NotFound(name);
    }

    private async Task<IResult> AcceptAsync(ToolCard card, string? digest, string by, CancellationToken cancellationToken)
    {
        var current = ToolFingerprint.Of(card.Tool).Digest;
        if (digest is not null && digest != current)
        {
            return Problems.Create(StatusCodes.Status409Conflict, "tool-changed-again", "The tool has changed again",
                $"Its definition has the digest {current} now. Look at it (GET /tools/{card.Name}) and accept that.");
        }

        if (card.Drift is not null)
        {
            try
            {
                await drift.AcceptAsync(card.Tool, by, cancellationToken);
                await audit.RecordAsync("tool_accepted", card.Name, by, $"digest={current}", CancellationToken.None);
            }
            catch (StateStoreException)
            {
                return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "The state store cannot be written right now", "Nothing was accepted. Try again when /health says that it is back.");
            }
        }

        return WebJson.Ok(new { card.Name, card.Tool.Server, Digest = current, WasDrifted = card.Drift is not null, card.Drift?.Changed });
    }
}
