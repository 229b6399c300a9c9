using Coordinator.Core.Tools;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /tools?query=…&amp;domain=…</c> and <c>GET /tools/{name}</c>: tools under the names by which they are called.</summary>
internal sealed class ToolsEndpoint(ToolGate gate, ToolPolicy policy, IToolServers servers)
{
    public async Task<IResult> ListAsync(HttpRequest request)
    {
        string? query = request.Query["query"];
        string? domain = request.Query["domain"];
        var catalog = await gate.CatalogAsync(request.HttpContext.RequestAborted);
        var tools = catalog.Tools
            .Where(tool => Mentions(tool.Key, tool.Value, query) && (string.IsNullOrEmpty(domain) || Domains(tool.Value).Contains(domain, StringComparer.OrdinalIgnoreCase)))
            .OrderBy(tool => tool.Key, StringComparer.Ordinal)
            .Select(tool => new { Name = tool.Key, tool.Value.Description, tool.Value.Server, ReadOnly = !policy.Classify(tool.Value).Write, Domains = Domains(tool.Value) })
            .ToList();
        return WebJson.Ok(new { Tools = tools, tools.Count });
    }

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var name = (string?)request.RouteValues["name"] ?? "";
        var catalog = await gate.CatalogAsync(request.HttpContext.RequestAborted);
        if (catalog.Find(name) is not { } tool)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "tool-not-found", "No such tool", $"There is no tool named '{name}'. Names are exact; GET /tools lists them.");
        }

        var rule = policy.Classify(tool);
        return WebJson.Ok(new
        {
            Name = name,
            tool.Description,
            tool.Server,
            ReadOnly = !rule.Write,
            Domains = Domains(tool),
            TimeLimitSeconds = rule.TimeLimit.TotalSeconds,
            rule.Idempotency,
            VerifiedBy = rule.Verify?.Tool,
            tool.InputSchema,
            tool.OutputSchema,
            Annotations = new { tool.ReadOnlyHint, tool.DestructiveHint, tool.IdempotentHint },
        });
    }

    private static bool Mentions(string name, ToolDefinition tool, string? query) =>
        string.IsNullOrEmpty(query)
        || name.Contains(query, StringComparison.OrdinalIgnoreCase)
        || tool.Description.Contains(query, StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<string> Domains(ToolDefinition tool) =>
        servers.Servers.FirstOrDefault(server => server.Id == tool.Server)?.Domains ?? [];
}
