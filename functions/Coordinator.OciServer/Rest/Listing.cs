using System.Globalization;
using System.Text.Json;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Rest;

/// <summary>Follows a list page by page until it ends or enough is there. A page is let go before the next one is asked for.</summary>
internal sealed class Listing(ApiClient client, ApiTarget target, RequestDefinition definition, Projection projection, CompartmentTree? tree)
{
    private const int Forbidden = 403;
    private const int NotFound = 404;

    /// <summary>A list of the largest limit, in pages that are nearly empty.</summary>
    private const int MostPages = 500;

    /// <summary>How many compartments are asked at a time: enough to be quick, too few to be throttled.</summary>
    private const int AtOnce = 4;

    public Task<(List<byte[]> Items, bool More)> OfOneAsync(Arguments arguments, string? effectKey, CancellationToken cancellationToken) =>
        FollowAsync(RequestBuilder.Build(definition, arguments, effectKey), Limit(arguments), cancellationToken);

    /// <summary>The lists of several compartments one after another, in the order of the compartments. Those that refuse are named: what this user may not read is not nothing.</summary>
    /// <param name="query">The query parameter that takes a compartment's OCID.</param>
    /// <exception cref="ToolException">All of them refuse.</exception>
    public async Task<(List<byte[]> Items, bool More, List<string> Unreadable)> OfEachAsync(Arguments arguments, string query, IReadOnlyList<string> compartments, CancellationToken cancellationToken)
    {
        var request = RequestBuilder.Build(definition, arguments, null);
        var limit = Limit(arguments);
        var (all, unreadable) = (new List<byte[]>(), new List<string>());
        foreach (var group in compartments.Chunk(AtOnce))
        {
            var lists = await Task.WhenAll(group.Select(compartment => TryFollowAsync(request.WithQuery(query, compartment), limit - all.Count, cancellationToken)));
            foreach (var (compartment, (items, more, refusal)) in group.Zip(lists))
            {
                if (refusal is not null) unreadable.Add(compartment);
                if (unreadable.Count == compartments.Count) throw refusal!;
                var room = limit - all.Count;
                all.AddRange(items.Take(room));
                if (more || items.Count > room) return (all, true, unreadable);
            }
        }

        return (all, false, unreadable);
    }

    private async Task<(List<byte[]> Items, bool More, ToolException? Refusal)> TryFollowAsync(ApiRequest request, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var (items, more) = await FollowAsync(request, limit, cancellationToken);
            return (items, more, null);
        }
        catch (ToolException exception) when (exception.Error.Status is Forbidden or NotFound)
        {
            return ([], false, exception);
        }
    }

    private async Task<(List<byte[]> Items, bool More)> FollowAsync(ApiRequest request, int limit, CancellationToken cancellationToken)
    {
        var items = new List<byte[]>();
        var paging = definition.Paging;
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            // One more than wanted shows whether there are more.
            if (paging?.SizeQuery is { } size) request = request.WithQuery(size, Math.Clamp(limit - items.Count + 1, 1, paging.MostItems).ToString(CultureInfo.InvariantCulture));
            var response = await client.SendAsync(target, request, cancellationToken);
            var body = response.Json();
            foreach (var item in projection.Items(body))
            {
                if (items.Count == limit) return (items, true);
                items.Add(projection.Item(item, tree));
            }

            if (paging is null || Next(paging, response, body) is not { } next) return (items, false);
            if (next == token) throw Endless("its next page is the same one again", response);
            (token, request) = (next, request.WithQuery(paging.PageQuery, next));
        }

        throw Endless($"{MostPages} pages were read", null);
    }

    private static string? Next(PagingDefinition paging, ApiResponse response, JsonElement body) => paging.NextHeader is { } header
        ? response.Header(header)
        : new FieldPath(paging.NextPath!).Of(body).ToString() is { Length: > 0 } token ? token : null;

    private static ToolException Endless(string why, ApiResponse? last) =>
        new(ToolError.BadAnswer($"The list has no end: {why}.") with { IsRetryable = false, Action = "Ask for less, with a smaller limit or a filter", RequestId = last?.RequestId });

    private int Limit(Arguments arguments) => definition.Paging is { } paging ? arguments.Number(paging.Limit) : int.MaxValue;
}
