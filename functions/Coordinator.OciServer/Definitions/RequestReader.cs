using System.Text.Json.Nodes;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads a tool's <c>request</c>.</summary>
internal sealed class RequestReader(AuthorizationKind authorization, IReadOnlyList<Parameter> parameters, ReadingRules rules)
{
    private const string LimitParameter = "limit";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public static HttpMethod Method(YamlMap map) => new(map.Word("method", "GET", Methods));

    public RequestDefinition Read(YamlMap map, HttpMethod method, bool isRead, bool isList)
    {
        map.RefuseUnknown("method", "path", "query", "headers", "body", "paging", "effect_key_header", "each_compartment");
        var path = map.Text("path", required: true) ?? "/";
        if (!path.StartsWith('/') || path.Contains('?', StringComparison.Ordinal)) map.Problem("path", "Begins with '/', and has no '?': use 'query'.");
        var request = new RequestDefinition(method, Template(map, "path", path, needsAll: true))
        {
            Query = Templates(map, "query"),
            Headers = Templates(map, "headers"),
            Body = ReadBody(map, method),
            IsWrite = !isRead,
            Paging = ReadPaging(map, method, isList),
            EffectKeyHeader = isRead ? null : map.Text("effect_key_header") ?? (authorization == AuthorizationKind.Oci ? "opc-retry-token" : null),
            Each = ReadEach(map, isList),
        };
        foreach (var field in new[] { "paging", "each_compartment" })
        {
            if (!isRead && map.Has(field)) map.Problem(field, "A write is one request: nothing is done twice for one call.");
        }

        if (isRead && map.Has("effect_key_header")) map.Problem("effect_key_header", "Is for writes.");
        return request;
    }

    private Dictionary<string, ValueTemplate> Templates(YamlMap map, string name) =>
        map.Map(name) is { } entries ? entries.Scalars().ToDictionary(entry => entry.Key, entry => Template(entries, entry.Key, entry.Value.Value)) : [];

    private JsonNode? ReadBody(YamlMap map, HttpMethod method)
    {
        var body = map.Json("body");
        if (body is not null && method == HttpMethod.Get) map.Problem("body", "A GET has none.");
        foreach (var template in ValueTemplate.In(body)) _ = Template(map, "body", template.ToString());
        return body;
    }

    private ValueTemplate Template(YamlMap map, string field, string text, bool needsAll = false)
    {
        var template = new ValueTemplate(text);
        foreach (var name in template.Names)
        {
            var parameter = parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (parameter is null) map.Problem(field, $"'{{{name}}}' is not a parameter of the tool. Parameters: {string.Join(", ", parameters.Select(known => known.Name))}.");
            else if (needsAll && parameter is { Required: false, Default: null }) map.Problem(field, $"'{{{name}}}' must be a required parameter, or have a default.");
            else if (!needsAll && !template.IsOneArgument && !parameter.IsTame) map.Problem(field, $"'{{{name}}}' stands inside a longer text, so it needs 'pattern' or 'values': no value may change what the text means.");
        }

        return template;
    }

    private PagingDefinition? ReadPaging(YamlMap map, HttpMethod method, bool isList)
    {
        if (map.Has("paging") && !isList) map.Problem("paging", "Is for results with a 'list'.");
        if (!isList) return null;
        var usual = authorization == AuthorizationKind.Oci && method == HttpMethod.Get;
        if (map.Map("paging") is not { } paging) return usual ? Usual(map) : null;
        paging.RefuseUnknown("next_header", "next_path", "page_query", "size_query", "page_size");
        if (paging.Has("next_header") == paging.Has("next_path")) paging.Problem("next_header", "Give either 'next_header' or 'next_path'.");
        rules.CheckPath(paging, "next_path");
        return new PagingDefinition(Limit(map))
        {
            NextHeader = paging.Text("next_header"),
            NextPath = paging.Text("next_path"),
            PageQuery = paging.Text("page_query", required: true) ?? "",
            SizeQuery = paging.Text("size_query"),
            MostItems = (int)(paging.Number("page_size", 1, 10_000) ?? 100),
        };
    }

    /// <summary>As nearly all lists of OCI are.</summary>
    private PagingDefinition Usual(YamlMap map) => new(Limit(map)) { NextHeader = "opc-next-page", PageQuery = "page", SizeQuery = "limit" };

    private string Limit(YamlMap map)
    {
        if (parameters.FirstOrDefault(parameter => parameter.Name == LimitParameter) is not { Kind: ParameterKind.Integer, Default: not null, Least: >= 1, Most: <= int.MaxValue - 1 })
        {
            map.Problem("paging", $"A list in pages needs the parameter '{LimitParameter}' of type integer, with 'default', 'least' from 1 on, and 'most'.");
        }

        return LimitParameter;
    }

    private EachCompartment? ReadEach(YamlMap map, bool isList)
    {
        if (map.Map("each_compartment") is not { } each) return null;
        each.RefuseUnknown("query", "parameter", "subtree");
        if (!isList || authorization != AuthorizationKind.Oci) map.Problem("each_compartment", "Is for lists of OCI.");
        Named(each, "parameter", ParameterKind.Compartment);
        Named(each, "subtree", ParameterKind.Boolean);
        return new EachCompartment(each.Text("query", required: true) ?? "", each.Text("parameter", required: true) ?? "", each.Text("subtree"));
    }

    private void Named(YamlMap map, string field, ParameterKind kind)
    {
        if (map.Text(field) is { } name && parameters.All(parameter => parameter.Name != name || parameter.Kind != kind))
        {
            map.Problem(field, $"'{name}' is not a parameter of type {kind.ToString().ToLowerInvariant()}.");
        }
    }
}
