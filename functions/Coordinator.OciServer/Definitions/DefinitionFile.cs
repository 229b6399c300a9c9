using Coordinator.Core.Configuration;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads a file of tools. Everything wrong in it is said at once, each with line and field.</summary>
internal static class DefinitionFile
{
    private static readonly string[] Kinds = ["oci", "bearer", "basic", "none"];

    /// <summary>Null if it cannot be used; <paramref name="problems"/> says why.</summary>
    public static ApiDefinition? Read(string file, string text, ReadingRules rules, List<ConfigProblem> problems)
    {
        var before = problems.Count;
        if (YamlMap.Parse(file, text, problems) is not { } root) return null;
        root.RefuseUnknown("url", "authorization", "domain", "tools");
        var url = ConfigVariables.Expand(root.Text("url") ?? "", rules.Variable);
        var authorization = Authorize(root);
        CheckUrl(root, url, authorization.Kind);
        var reader = new ToolReader(authorization.Kind, root.Text("domain", required: true) ?? "", rules);
        var tools = root.Map("tools", required: true) is { } map ? ReadTools(map, reader) : [];
        if (problems.Count == before) RefuseUnused(root, tools);
        if (url.Length == 0 && tools.Exists(tool => tool.Request is not null)) root.Problem("url", "Is missing: the tools make requests.");
        return problems.Count == before ? new ApiDefinition(file, url.TrimEnd('/'), authorization, tools) : null;
    }

    private static List<ToolDefinition> ReadTools(YamlMap map, ToolReader reader)
    {
        var tools = new List<ToolDefinition>();
        foreach (var name in map.Names)
        {
            if (map.Map(name) is { } tool && reader.Read(name, map, tool) is { } definition) tools.Add(definition);
        }

        return tools;
    }

    /// <summary>Callers would give it, and believe that it was heeded.</summary>
    private static void RefuseUnused(YamlMap root, List<ToolDefinition> tools)
    {
        foreach (var tool in tools)
        {
            if (tool is not { Request: { } request, Result: { } result } || root.Map("tools")?.Map(tool.Name)?.Map("parameters") is not { } parameters) continue;
            var used = request.Arguments.Concat(result.Where.Values.SelectMany(template => template.Names));
            foreach (var name in parameters.Names.Except(used)) parameters.Problem(name, "Is not used in the request or in the result's 'where'.");
        }
    }

    private static Authorization Authorize(YamlMap root)
    {
        if (root.Map("authorization") is not { } map) return new Authorization(AuthorizationKind.Oci);
        map.RefuseUnknown("kind", "token_env", "user_env", "password_env");
        var kind = Enum.Parse<AuthorizationKind>(map.Word("kind", "oci", Kinds), ignoreCase: true);
        return new Authorization(kind)
        {
            TokenVariable = map.Text("token_env", required: kind == AuthorizationKind.Bearer),
            UserVariable = map.Text("user_env", required: kind == AuthorizationKind.Basic),
            PasswordVariable = map.Text("password_env", required: kind == AuthorizationKind.Basic),
        };
    }

    private static void CheckUrl(YamlMap root, string url, AuthorizationKind kind)
    {
        if (url.Length == 0) return;
        var example = url.Replace("{region}", "region", StringComparison.Ordinal).Replace("{realm}", "example.com", StringComparison.Ordinal);
        if (!Uri.TryCreate(example, UriKind.Absolute, out var uri) || uri is not { Scheme: "https" or "http" } || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            root.Problem("url", $"'{url}' is not an address such as https://api.example.com.");
        }
        else if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            root.Problem("url", "Must be https; http is for this machine only (localhost).");
        }
        else if (kind != AuthorizationKind.Oci && example != url)
        {
            root.Problem("url", "{region} and {realm} are filled in for 'authorization: {kind: oci}' only.");
        }
    }
}
