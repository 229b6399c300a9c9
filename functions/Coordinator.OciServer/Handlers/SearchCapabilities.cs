using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers;

/// <summary>Which of the server's tools have a text in their name, title or description.</summary>
internal sealed class SearchCapabilities(IReadOnlyList<ApiDefinition> apis) : Handler<SearchCapabilities.Answer>("capabilities")
{
    protected override Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var words = call.Arguments.RequiredText("query").Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var domain = call.Arguments.Text("domain");
        var hits = apis.SelectMany(api => api.Tools)
            .Where(tool => domain is null || tool.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase))
            .Select(tool => (Tool: tool, Hits: words.Count(word => $"{tool.Name} {tool.Title} {tool.Description}".Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Where(hit => hit.Hits > 0)
            .OrderByDescending(hit => hit.Hits).ThenBy(hit => hit.Tool.Name, StringComparer.Ordinal)
            .Select(hit => new Capability(hit.Tool.Name, hit.Tool.Title, hit.Tool.Description, hit.Tool.Domain, hit.Tool.Hints.IsRead)).ToList();
        return Task.FromResult(new Answer(hits.Count, hits));
    }

    internal sealed record Capability(string Name, string Title, string Description, string Domain, bool ReadOnly);

    internal sealed record Answer(int Count, IReadOnlyList<Capability> Tools);
}
