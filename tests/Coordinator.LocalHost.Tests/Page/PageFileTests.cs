using System.Net;
using System.Text.RegularExpressions;
using Coordinator.LocalHost.Tests.Http;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Page;

public sealed partial class PageFileTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/app.js", "text/javascript")]
    [InlineData("/page/app.css", "text/css")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task File_Always_HasItsTypeAndTheSecurityHeaders(string path, string type)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get(path));

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
    }

    [Fact]
    public async Task File_WhenTheBrowserHasIt_IsNotSentAgain()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var first = await host.SendAsync(Get("/page/app.js"));

        using var second = await host.SendAsync(Get("/page/app.js", ("If-None-Match", first.Headers.ETag!.Tag)));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Page_WhateverItRefersTo_IsServedFromHere()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var known = new HashSet<string> { "/" };
        var open = new Queue<string>(known);
        while (open.TryDequeue(out var path))
        {
            using var response = await host.SendAsync(Get(path));
            Assert.True(response.IsSuccessStatusCode, $"{path} is missing");
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotMatch(@"(src|href|url|from|import)\W{1,3}(https?:)?//", text);
            foreach (var reference in References().Matches(text).Select(match => match.Groups[1].Value.Replace("./", "/page/", StringComparison.Ordinal)).Where(known.Add))
            {
                open.Enqueue(reference);
            }
        }

        Assert.Contains("/page/exchange-view.js", known);
        Assert.Contains("/page/icon.svg", known);
    }

    [GeneratedRegex("""["'](/page/[a-z.-]+|\./[a-z-]+\.js)["']""")]
    private static partial Regex References();
}
