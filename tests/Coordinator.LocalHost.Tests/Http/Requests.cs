using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Coordinator.LocalHost.Tests.Http;

internal static class Requests
{
    public static HttpRequestMessage Post(string path, object body, params (string Name, string Value)[] headers) =>
        With(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, headers);

    public static HttpRequestMessage PostText(string path, string body, string contentType = "application/json") =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };

    public static HttpRequestMessage Get(string path, params (string Name, string Value)[] headers) => With(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    public static Task<HttpResponseMessage> SendAsync(this CoordinatorHost host, HttpRequestMessage request) =>
        host.Client.SendAsync(request, TestContext.Current.CancellationToken);

    public static async Task<JsonElement> GetJsonAsync(this CoordinatorHost host, string path)
    {
        using var response = await host.SendAsync(Get(path));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return await response.JsonAsync();
    }

    /// <summary>A look at everything now, in detail.</summary>
    public static async Task<JsonElement> CheckAsync(this CoordinatorHost host)
    {
        using var response = await host.SendAsync(Post("/health/check", new { }));
        return await response.JsonAsync();
    }

    /// <summary>Asserts that it is problem JSON of that type and gives its detail.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, int status, string type)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"urn:coordinator:problem:{type}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    private static HttpRequestMessage With(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
