using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Rest;

/// <summary>Makes a definition's request, and of what comes back its result.</summary>
internal sealed class RestAnswerer(ApiDefinition api, ToolDefinition tool, ApiClient client, CompartmentDirectory compartments) : IAnswerer
{
    private readonly RequestDefinition request = tool.Request!;
    private readonly ResultDefinition result = tool.Result!;
    private readonly Projection projection = new(tool.Result!);
    private readonly IReadOnlyList<Parameter> compartmentParameters = [.. tool.Parameters.Where(parameter => parameter.Kind == ParameterKind.Compartment)];

    public JsonObject OutputSchema { get; } = tool.Result!.Schema();

    public async Task<JsonObject> AnswerAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var target = new ApiTarget(api.Url, api.Authorization, call.Arguments.Profile, call.Arguments.Region);
        var tree = await TreeAsync(call.Arguments, cancellationToken);
        var arguments = Resolve(call.Arguments, tree);
        if (result.List is not { } list)
        {
            var response = await client.SendAsync(target, RequestBuilder.Build(request, arguments, call.EffectKey), cancellationToken);
            return projection.One(response.Tree(), tree);
        }

        var listing = new Listing(client, target, request, projection);
        var (items, more) = request.Each is { } each
            ? await listing.OfEachAsync(arguments, each, tree!, cancellationToken)
            : await listing.OfOneAsync(arguments, call.EffectKey, tree, cancellationToken);
        return new JsonObject { ["type"] = result.Type, ["count"] = items.Count, ["more"] = more, [list] = new JsonArray([.. items]) };
    }

    /// <summary>Only where names of compartments are given or asked for: an OCID needs no look-up.</summary>
    private async Task<CompartmentTree?> TreeAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var isNeeded = request.Each is not null || result.NamesCompartments
            || compartmentParameters.Any(parameter => arguments.Text(parameter.Name) is { } text && !text.StartsWith("ocid1.", StringComparison.Ordinal));
        return isNeeded ? await compartments.TreeAsync(arguments, fresh: !tool.Hints.IsRead, cancellationToken) : null;
    }

    private Arguments Resolve(Arguments arguments, CompartmentTree? tree)
    {
        foreach (var parameter in compartmentParameters)
        {
            if (tree is not null && arguments.Text(parameter.Name) is { } text) arguments = arguments.With(parameter.Name, tree.Find(parameter.Name, text).Id);
        }

        return arguments;
    }
}
