using System.Text;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Hosting;

/// <summary>All tools as Markdown: what they do, what they take, and what a caller must be allowed in IAM.</summary>
internal static class ToolTable
{
    public static string Write(IEnumerable<ApiDefinition> apis)
    {
        var text = new StringBuilder();
        foreach (var domain in apis.SelectMany(api => api.Tools).GroupBy(tool => tool.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal))
        {
            text.Append(null, $"## {domain.Key}\n\n| Tool | What it does | Parameters | Risk | IAM policy |\n|---|---|---|---|---|\n");
            foreach (var tool in domain.OrderBy(tool => tool.Name, StringComparer.Ordinal)) text.Append(null, $"{Row(tool)}\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Row(ToolDefinition tool)
    {
        var own = tool.Parameters.Where(parameter => !Parameter.OfEveryOciTool.Contains(parameter)).Select(parameter => $"`{parameter.Name}`{(parameter.Required ? " (required)" : Default(parameter))}");
        var risk = tool.Hints.IsRead ? "read" : $"**write**, {tool.Hints.Risk}";
        var policy = tool.Policy.Select(statement => $"`{statement}`");
        return $"| `{tool.Name}` | {Cell(tool.Description)} | {Cell(string.Join(", ", own))} | {risk} | {string.Join("<br>", policy)} |";
    }

    private static string Default(Parameter parameter) => parameter.Default is null ? "" : $" = {parameter.Default.ToJsonString().Trim('"')}";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
