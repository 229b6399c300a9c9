using System.Net;
using System.Text;

namespace Coordinator.OciServer.Tests.Rest;

/// <summary>Plays a REST API: answers by a function, and remembers what it was asked.</summary>
internal sealed class StubApi(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(string Method, Uri Uri, string? Authorization, string? Body, IReadOnlyDictionary<string, string> Headers)> Asked { get; } = [];

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add((request.Method.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), body, request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value))));
        return answer(request);
    }
}
