using System.Net;
using Coordinator.Http.Access;
using Coordinator.Http.Routes;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class AccessTests
{
    public const string Key = "0123456789abcdef-key";

    public static TheoryData<string, string> AdminRoutes => [.. CoordinatorRoutes.All.Where(route => route.Access == RouteAccess.Admin).Select(route => (route.Method, route.Pattern))];

    public static TheoryData<string, string> OtherRoutes => [.. CoordinatorRoutes.All.Where(route => route.Access != RouteAccess.Admin).Select(route => (route.Method, route.Pattern))];

    [Fact]
    public void Routes_WhoeverMayUseThem_AreTheseAndNoOthers() => Assert.Equal(
        ["Health", "HealthLive", "HealthReady", "Version", "OcaCallback", "Page", "PageFile"],
        CoordinatorRoutes.All.Where(route => route.Access == RouteAccess.Public).Select(route => route.Name));

    [Theory]
    [MemberData(nameof(AdminRoutes))]
    public async Task AdminRoute_WithAKeySet_NeedsIt(string method, string pattern)
    {
        await using var host = await CoordinatorHost.StartAsync(options => (options.AdminKey, options.AnswerWithin) = (Key, TimeSpan.Zero));

        foreach (var (name, value) in new[] { ("x-none", ""), ("x-coordinator-key", "wrong"), ("x-coordinator-key", Key + "x"), ("Authorization", $"Basic {Key}"), ("Authorization", "Bearer wrong") })
        {
            using var refused = await host.SendAsync(Request(method, pattern, (name, value)));
            var detail = await refused.ProblemAsync(401, "key-required");
            Assert.Equal(value is "" or $"Basic {Key}", detail.StartsWith("Send the access key", StringComparison.Ordinal));
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        // From anywhere, under any name.
        foreach (var key in new[] { ("x-coordinator-key", Key), ("Authorization", $"Bearer {Key}") })
        {
            using var passed = await host.SendAsync(Request(method, pattern, key, ("Host", "ops.example.com"), (CoordinatorHost.SeemsFrom, "203.0.113.7")));
            Assert.NotEqual(HttpStatusCode.Unauthorized, passed.StatusCode);
            Assert.NotEqual(HttpStatusCode.Forbidden, passed.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(AdminRoutes))]
    public async Task AdminRoute_WithoutAKey_IsForThisMachineOnly(string method, string pattern)
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        foreach (var (name, value) in new[]
        {
            (CoordinatorHost.SeemsFrom, "203.0.113.7"), (CoordinatorHost.SeemsFrom, "::ffff:203.0.113.7"),
            ("Host", "ops.example.com"), ("Host", "localhost.example.com"), ("Host", "127.0.0.1.nip.io:3001"), ("Host", "0.0.0.0:3001"),
            ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-For", "127.0.0.1, 203.0.113.7"), ("X-Forwarded-For", "unknown"),
            ("X-Forwarded-Host", "ops.example.com"), ("X-Real-IP", "203.0.113.7"), ("Forwarded", "for=203.0.113.7"),
        })
        {
            using var refused = await host.SendAsync(Request(method, pattern, (name, value)));
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{name}: {value} gave {refused.StatusCode}");
            await refused.ProblemAsync(403, "forbidden");
        }

        foreach (var (name, value) in new[]
        {
            ("Host", "localhost:3001"), ("Host", "LOCALHOST"), ("Host", "127.0.0.1"), ("Host", "[::1]:9"),
            (CoordinatorHost.SeemsFrom, "::1"), (CoordinatorHost.SeemsFrom, "::ffff:127.0.0.1"), ("X-Forwarded-For", "127.0.0.1:50112"), ("X-Forwarded-For", "::1"), ("X-Forwarded-Host", "localhost:7071"),
        })
        {
            using var passed = await host.SendAsync(Request(method, pattern, (name, value)));
            Assert.True(passed.StatusCode != HttpStatusCode.Forbidden, $"{name}: {value} was refused");
        }
    }

    [Theory]
    [InlineData("text/plain", null, 403)]
    [InlineData("application/x-www-form-urlencoded", null, 403)]
    [InlineData("application/json", null, 202)]
    [InlineData("application/json", "own", 202)]
    [InlineData("application/json", "http://evil.example", 403)]
    [InlineData("application/json", "http://localhost:9999", 403)]
    [InlineData("application/json", "null", 403)]
    [InlineData("application/json", "", 403)]
    public async Task Post_WithoutAKey_NeedsJsonOfTheSameOrigin(string contentType, string? origin, int status)
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);
        var request = PostText("/chat", """{"message":"hi"}""", contentType);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin == "own" ? host.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var response = await host.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(OtherRoutes))]
    public async Task OtherRoute_FromAnywhere_IsServed(string method, string pattern)
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AdminKey = Key);

        using var response = await host.SendAsync(Request(method, pattern, (CoordinatorHost.SeemsFrom, "203.0.113.7"), ("Host", "ops.example.com")));

        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEqual(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task HealthDetail_FromElsewhere_IsRefused()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get("/health?detail=true", ("Host", "ops.example.com")));

        await response.ProblemAsync(403, "forbidden");
    }

    private static HttpRequestMessage Request(string method, string pattern, params (string Name, string Value)[] headers)
    {
        var path = pattern.Replace("{id}", "chat-0", StringComparison.Ordinal).Replace("{name}", "list_instances", StringComparison.Ordinal).Replace("{file}", "app.js", StringComparison.Ordinal);
        return method == "GET" ? Get(path, headers) : Sent(method, Post(path, new { }, headers));
    }

    private static HttpRequestMessage Sent(string method, HttpRequestMessage request)
    {
        request.Method = HttpMethod.Parse(method);
        return request;
    }
}
