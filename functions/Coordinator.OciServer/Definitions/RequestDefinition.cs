using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Definitions;

/// <summary>How a tool's arguments become one HTTP request.</summary>
internal sealed record RequestDefinition(HttpMethod Method, ValueTemplate Path)
{
    public IReadOnlyDictionary<string, ValueTemplate> Query { get; init; } = new Dictionary<string, ValueTemplate>();

    public IReadOnlyDictionary<string, ValueTemplate> Headers { get; init; } = new Dictionary<string, ValueTemplate>();

    /// <summary>JSON whose texts are <see cref="ValueTemplate"/>s; null for none.</summary>
    public JsonNode? Body { get; init; }

    public bool IsWrite { get; init; }

    /// <summary>Null for an answer that comes whole.</summary>
    public PagingDefinition? Paging { get; init; }

    /// <summary>The header that carries the caller's effect key; null where the service knows none.</summary>
    public string? EffectKeyHeader { get; init; }

    /// <summary>Makes the request once for each compartment; null for once.</summary>
    public EachCompartment? Each { get; init; }

    /// <summary>Names of the arguments that it uses.</summary>
    public IEnumerable<string> Arguments => Query.Values.Concat(Headers.Values).Concat(ValueTemplate.In(Body)).Append(Path).SelectMany(template => template.Names)
        .Concat(new[] { Paging?.Limit, Each?.Parameter, Each?.Subtree }.OfType<string>());
}

/// <summary>For services that list one compartment only.</summary>
/// <param name="Query">The query parameter that takes the compartment's OCID.</param>
/// <param name="Parameter">The argument with the compartment to begin with; not given: the whole tenancy.</param>
/// <param name="Subtree">The argument that says whether those below it count; null: they do.</param>
internal sealed record EachCompartment(string Query, string Parameter, string? Subtree);

/// <summary>How the rest of a list is asked for. The next page's token is in a header of the answer or in its body.</summary>
/// <param name="Limit">The argument that limits how many items are wanted.</param>
internal sealed record PagingDefinition(string Limit)
{
    /// <summary>Header of the answer with the token.</summary>
    public string? NextHeader { get; init; }

    /// <summary>JMESPath of the token in the answer's body.</summary>
    public string? NextPath { get; init; }

    /// <summary>Query parameter that takes the token.</summary>
    public required string PageQuery { get; init; }

    /// <summary>Query parameter for the size of a page; null: the service decides.</summary>
    public string? SizeQuery { get; init; }

    /// <summary>The largest page that the service gives.</summary>
    public int MostItems { get; init; } = 1000;
}
