using System.Globalization;
using Coordinator.Core.Tools;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /tools?query=…&amp;domain=…&amp;max_tier=…&amp;limit=…</c> and <c>GET /tools/{name}</c>: tools under the names by which they are called.</summary>
internal sealed class ToolsEndpoint(ToolCards cards)
{
    private const int MostListed = 1_000;

    public async Task<IResult> ListAsync(HttpRequest request)
    {
        string? query = request.Query["query"];
        string? domain = request.Query["domain"];
        if (Number(request, "max_tier", ToolTier.Confirmed) is not { } maxTier || Number(request, "limit", MostListed) is not { } limit)
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-filter", "The filter cannot be used",
                $"'max_tier' is a whole number from 1 to {ToolTier.Confirmed}, 'limit' one from 1 to {MostListed}.");
        }

        var fitting = (await cards.ListAsync(request.HttpContext.RequestAborted))
            .Where(card => card.Traits.Cost.Tier <= maxTier && Mentions(card, query) && (string.IsNullOrEmpty(domain) || card.Traits.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase)))
            .ToList();
        var shown = fitting.Take(limit).Select(ToolView.Line).ToList();
        return WebJson.Ok(new { Tools = shown, shown.Count, Total = fitting.Count, Filters = new { query, domain, max_tier = maxTier, limit } });
    }

    /// <param name="request">The name may be an alias; the answer has the canonical one, too.</param>
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var name = (string?)request.RouteValues["name"] ?? "";
        return await cards.FindAsync(name, request.HttpContext.RequestAborted) is { } card ? WebJson.Ok(ToolView.Whole(name, card)) : NotFound(name);
    }

    public static IResult NotFound(string name) =>
        Problems.Create(StatusCodes.Status404NotFound, "tool-not-found", "No such tool", $"There is no tool named '{name}'. Names are exact; GET /tools lists them.");

    private static bool Mentions(ToolCard card, string? query) =>
        string.IsNullOrEmpty(query)
        || card.Name.Contains(query, StringComparison.OrdinalIgnoreCase)
        || card.Tool.Description.Contains(query, StringComparison.OrdinalIgnoreCase);

    /// <summary>From 1; null if it is no such number.</summary>
    private static int? Number(HttpRequest request, string name, int most) =>
        string.IsNullOrEmpty(request.Query[name]) ? most
        : request.Query[name] is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : null;
}
