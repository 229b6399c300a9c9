using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
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

    public JsonObject OutputSchema { get; } = tool.Result!.Schema(ofEach: tool.Request!.Each is not null);

    public async Task<ReadOnlyMemory<byte>> AnswerAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var target = new ApiTarget(api.Url, api.Authorization, call.Arguments.Profile, call.Arguments.Region);
        var tree = await TreeAsync(call.Arguments, cancellationToken);
        var arguments = Resolve(call.Arguments, tree);
        if (result.List is not { } list)
        {
            var response = await client.SendAsync(target, RequestBuilder.Build(request, arguments, call.EffectKey), cancellationToken);
            var json = response.Json();
            if (tool.Hints.IsRead && !projection.HasOne(json)) throw new ToolException(ToolError.BadAnswer("The service answered with nothing.") with { RequestId = response.RequestId });
            return projection.One(json, tree);
        }

        var listing = new Listing(client, target, request, projection.Where(arguments), tree);
        if (request.Each is { } each)
        {
            var (found, isMore, unreadable) = await listing.OfEachAsync(arguments, each.Query, InScope(arguments, each, tree), cancellationToken);
            return projection.Many(list, found, isMore, unreadable.ConvertAll(compartment => tree?.NameOf(compartment) ?? compartment));
        }

        var (items, more) = await listing.OfOneAsync(arguments, call.EffectKey, cancellationToken);
        return projection.Many(list, items, more);
    }

    /// <summary>Only where names of compartments are given or asked for: an OCID needs no look-up.</summary>
    private async Task<CompartmentTree?> TreeAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var isNeeded = (request.Each is { } each && IsSubtree(arguments, each))
            || compartmentParameters.Any(parameter => arguments.Text(parameter.Name) is { } text && !CompartmentTree.IsOcid(text));
        return isNeeded || result.NamesCompartments ? await compartments.NamesAsync(arguments, fresh: isNeeded && !tool.Hints.IsRead, isNeeded, cancellationToken) : null;
    }

    /// <summary>Nothing given is the whole tenancy.</summary>
    private static bool IsSubtree(Arguments arguments, EachCompartment each) => arguments.Text(each.Parameter) is null || each.Subtree is null || arguments.Flag(each.Subtree);

    private static IReadOnlyList<string> InScope(Arguments arguments, EachCompartment each, CompartmentTree? tree)
    {
        var start = arguments.Text(each.Parameter);
        return IsSubtree(arguments, each)
            ? [.. tree!.From(start ?? tree.Root.Id, subtree: true).Where(compartment => compartment.LifecycleState == "ACTIVE").Select(compartment => compartment.Id)]
            : [start!];
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
