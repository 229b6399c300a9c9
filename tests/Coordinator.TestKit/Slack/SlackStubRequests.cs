using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Coordinator.TestKit.Slack;

internal static class SlackStubRequests
{
    private const string Bearer = "Bearer ";

    public static async Task<SlackStubCall> ReadAsync(HttpRequest request, TimeProvider time)
    {
        var arguments = request.HasFormContentType ? await FormAsync(request) : await JsonAsync(request);
        var authorization = request.Headers.Authorization.ToString();
        var token = authorization.StartsWith(Bearer, StringComparison.Ordinal) ? authorization[Bearer.Length..] : null;
        var method = request.Path.Value!.Split('/')[^1];
        return new SlackStubCall(method, arguments, token, request.ContentType, time.GetUtcNow());
    }

    private static async Task<JsonObject> FormAsync(HttpRequest request)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in await request.ReadFormAsync(request.HttpContext.RequestAborted))
            fields[name] = value.ToString();
        return fields;
    }

    private static async Task<JsonObject> JsonAsync(HttpRequest request)
    {
        using var text = new StreamReader(request.Body);
        var body = await text.ReadToEndAsync(request.HttpContext.RequestAborted);
        return body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw new JsonException("The body is no JSON object.");
    }
}
