using System.Net;
using System.Text.Json;
using Coordinator.Core.Resilience;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ToolValidationEndpointTests
{
    [Fact]
    public async Task Post_Always_HasTheRunbooksShape()
    {
        await using var host = await StartAsync();
        host.Servers.Tools = [.. host.Servers.Tools, new() { Server = "finops", Name = "odd", InputSchema = JsonElement.Parse("""{"type":"array"}"""), ReadOnlyHint = true }];

        using var answer = await host.SendAsync(Post("/tools/validate", new { startup = false }));
        var report = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(report.GetProperty("valid").GetBoolean());
        Assert.Equal("4 tools of 2 servers: not valid, 1 error, 1 warning, 1 note.", report.GetProperty("summary").GetString());
        Assert.Equal(
            """[{"tool_name":"odd","server":"finops","severity":"error","code":"schema_invalid","message":"Its input schema does not say \"type\": \"object\"."}]""",
            report.GetProperty("errors").GetRawText());
        Assert.Equal("odd", report.GetProperty("warnings")[0].GetProperty("tool_name").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("startup").ValueKind);
    }

    [Fact]
    public async Task Post_WithoutABody_AlsoVerifiesTheStart()
    {
        await using var host = await StartAsync();

        using var answer = await host.SendAsync(PostText("/tools/validate", ""));
        var report = await answer.JsonAsync();

        Assert.True(report.GetProperty("valid").GetBoolean());
        Assert.Equal(
            """{"security":{"status":"skipped","tool":"list_problems","duration_ms":null,"error":null,"message":"No connected server has 'list_problems'."}}""",
            report.GetProperty("startup").GetRawText());
    }

    [Theory]
    [InlineData("""{"startup":"no"}""", 400, "invalid-field")]
    [InlineData("""{"start_up":false}""", 400, "invalid-value")]
    [InlineData("[]", 400, "invalid-json")]
    public async Task Post_OfABadBody_IsRefused(string body, int status, string type)
    {
        await using var host = await StartAsync();

        using var answer = await host.SendAsync(PostText("/tools/validate", body));

        await answer.ProblemAsync(status, type);
    }

    private static Task<CoordinatorHost> StartAsync() => CoordinatorHost.StartAsync(add: services => services
        .AddSingleton<Guard>()
        .AddSingleton(WorkflowCatalog.Empty)
        .AddSingleton(new ToolCatalogConfig { Startup = [new StartupRead("security", "list_problems", JsonElement.Parse("{}"))] }));
}
