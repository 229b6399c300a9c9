using System.Globalization;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Apis;

/// <summary>Requests of code to OCI, in the profile and region that a call asks for.</summary>
internal sealed class OciCaller(ApiClient client)
{
    private const int PageSize = 1000;
    private const int MostPages = 100;

    public static ApiTarget Target(string service, Arguments arguments) => new(service, new Authorization(AuthorizationKind.Oci), arguments.Profile, arguments.Region);

    public Task<ApiResponse> SendAsync(ApiTarget target, ApiRequest request, CancellationToken cancellationToken) => client.SendAsync(target, request, cancellationToken);

    public async Task<T> GetAsync<T>(ApiTarget target, string path, CancellationToken cancellationToken, params KeyValuePair<string, string>[] query) =>
        (await client.SendAsync(target, new ApiRequest(HttpMethod.Get, path) { Query = query }, cancellationToken)).Read<T>();

    /// <summary>A list to its end, or to <paramref name="limit"/> items and one more, which shows that there are more.</summary>
    public async Task<List<TItem>> ListAsync<TPage, TItem>(ApiTarget target, ApiRequest request, Func<TPage, IEnumerable<TItem>> items, int limit, CancellationToken cancellationToken)
    {
        var all = new List<TItem>();
        request = request.WithQuery("limit", Math.Min(PageSize, limit == int.MaxValue ? PageSize : limit + 1).ToString(CultureInfo.InvariantCulture));
        for (var page = 0; page < MostPages; page++)
        {
            var response = await client.SendAsync(target, request, cancellationToken);
            all.AddRange(items(response.Read<TPage>()));
            if (all.Count > limit || response.Header("opc-next-page") is not { } next) return all;
            request = request.WithQuery("page", next);
        }

        throw new ToolException(ToolError.BadAnswer($"The list has no end: {MostPages} pages were read.") with { IsRetryable = false });
    }

    public Task<List<T>> ListAsync<T>(ApiTarget target, ApiRequest request, CancellationToken cancellationToken, int limit = int.MaxValue) =>
        ListAsync<List<T>, T>(target, request, page => page, limit, cancellationToken);
}
