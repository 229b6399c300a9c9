using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Coordinator.OciServer.Hosting;

namespace Coordinator.OciServer.Tests.Server;

/// <summary>A server on this machine without a token can be reached by the pages in this machine's browser; a page's own name can be made to lead here (DNS rebinding).</summary>
public sealed class When_a_web_page_calls
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData(null, "http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    public async Task Should_answer_only_what_is_of_this_machine(string? host, string? origin, HttpStatusCode status)
    {
        await using var app = ServerHost.Http(new ServerOptions { Http = new IPEndPoint(IPAddress.Loopback, 0), Variable = _ => null });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Urls.First()}/mcp") { Content = new StringContent(Initialize, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (host is not null) request.Headers.Host = $"{host}:{new Uri(app.Urls.First()).Port}";
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }
}
