using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads one tool of a file.</summary>
internal sealed partial class ToolReader(AuthorizationKind authorization, string domain, ReadingRules rules)
{
    private const int MostSeconds = 3600;
    private const int TierOfReads = 2;
    private const int TierOfWrites = 4;

    private static readonly string[] Risks = ["none", "low", "medium", "high"];

    /// <param name="tools">The mapping that it stands in, for problems with its name.</param>
    public ToolDefinition? Read(string name, YamlMap tools, YamlMap map)
    {
        map.RefuseUnknown("title", "description", "parameters", "request", "handler", "result", "access", "destructive", "idempotent", "risk", "tier", "timeout_seconds", "policy");
        if (!ToolName().IsMatch(name)) tools.Problem(name, "A tool's name has 1 to 128 of the characters A-Z, a-z, 0-9, _ and -.");
        var parameters = ReadParameters(map);
        var handler = ReadHandler(map);
        var request = map.Map("request", required: handler is null);
        var method = request is null ? HttpMethod.Get : RequestReader.Method(request);
        var isRead = ReadAccess(map, handler is null ? method : null);
        var result = map.Map("result", required: handler is null);
        if (handler is not null && (request is not null || result is not null)) map.Problem("handler", "A tool has either a handler, or a request and a result.");
        var read = result is null ? null : new ResultReader(parameters, rules).Read(result);
        var asked = request is null ? null : new RequestReader(authorization, parameters, rules).Read(request, method, isRead, read?.List is not null);
        return new ToolDefinition(name, map.Text("title", required: true) ?? "", map.Text("description", required: true) ?? "")
        {
            Parameters = parameters,
            Handler = handler,
            Request = asked,
            Result = read,
            Hints = ReadHints(map, isRead),
            Domain = domain,
            Tier = isRead ? (int)(map.Number("tier", 1, TierOfWrites - 1) ?? TierOfReads) : TierOfWrites,
            TimeLimit = TimeSpan.FromSeconds(map.Number("timeout_seconds", 1, MostSeconds) ?? 60),
            Policy = map.Texts("policy"),
        };
    }

    private IReadOnlyList<Parameter> ReadParameters(YamlMap tool)
    {
        var parameters = tool.Map("parameters") is { } map ? new ParameterReader(rules).ReadAll(map) : [];
        return authorization == AuthorizationKind.Oci
            ? [.. parameters, .. Parameter.OfEveryOciTool.Where(common => parameters.All(own => own.Name != common.Name))]
            : parameters;
    }

    private string? ReadHandler(YamlMap map)
    {
        if (map.Text("handler") is not { } name) return null;
        if (!rules.Handlers.Contains(name)) map.Problem("handler", $"There is no handler '{name}'. Handlers: {string.Join(", ", rules.Handlers.Order())}.");
        return name;
    }

    /// <summary>A GET reads. What anything else does has to be said.</summary>
    /// <param name="method">Null: a handler's, which may make any request.</param>
    private static bool ReadAccess(YamlMap map, HttpMethod? method)
    {
        if (method != HttpMethod.Get && !map.Has("access")) map.Problem("access", "Is missing: 'read' or 'write'. Only a GET is known to read.");
        var isRead = map.Word("access", "read", "read", "write") == "read";
        if (isRead && method is not null && method != HttpMethod.Get && method != HttpMethod.Post && map.Has("access")) map.Problem("access", $"A {method} changes something: 'write'.");
        return isRead;
    }

    private static ToolHints ReadHints(YamlMap map, bool isRead)
    {
        if (!isRead && !map.Has("risk")) map.Problem("risk", $"Is missing for a write: one of {string.Join(", ", Risks)}.");
        var destructive = map.Flag("destructive", !isRead);
        var idempotent = map.Flag("idempotent", isRead);
        if (isRead && (destructive || !idempotent)) map.Problem("access", "What reads is not destructive, and may be repeated.");
        return new ToolHints(isRead, destructive, idempotent, map.Word("risk", "none", Risks));
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,128}$")]
    private static partial Regex ToolName();
}
