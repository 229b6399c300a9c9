using System.Net;
using System.Text.Json;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>A problem answer, checked for its form.</summary>
internal sealed record Problem(HttpStatusCode Status, string Type, string Body)
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(body);
        Assert.Equal((int)answer.StatusCode, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        Assert.NotEmpty(json.RootElement.GetProperty("detail").GetString()!);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        return new Problem(answer.StatusCode, json.RootElement.GetProperty("type").GetString()!, body);
    }
}
