using Coordinator.Functions.Timers;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Functions.Tests;

public sealed class FunctionsHostTests
{
    private static readonly (string, string) Storage = ("AzureWebJobsStorage", "UseDevelopmentStorage=true");

    [Theory]
    [InlineData("RUN_MAX_TOKENS", "many", "RUN_MAX_TOKENS is 'many'")]
    [InlineData("HEALTH_CHECK_INTERVAL", "30", "HEALTH_CHECK_INTERVAL is 30: on a function app it must be at least 60 seconds.")]
    [InlineData("OCI_UNIFIED_ENABLED", "true", "'oci-unified' is a process (transport stdio), which a function app cannot start.")]
    [InlineData("AzureWebJobsStorage", "", "Set AzureWebJobsStorage to a connection string")]
    [InlineData("SLACK_BOT_TOKEN", "xoxb-1", "SLACK_SIGNING_SECRET")]
    public async Task Start_WhenASettingIsWrong_SaysSoOnHealthAndTellsSlackToComeAgain(string name, string value, string problem)
    {
        using var app = Build(Storage, ("COORDINATOR_ADMIN_KEY", "0123456789abcdef"), (name, value));
        var (status, health) = await AskAsync(app, "Health", query: "?detail=true", key: "0123456789abcdef");
        Assert.Equal(503, status);
        Assert.Contains("\"configuration\":{\"status\":\"unhealthy\"", health, StringComparison.Ordinal);
        Assert.Contains(problem, System.Text.RegularExpressions.Regex.Unescape(health), StringComparison.Ordinal);
        Assert.Equal(503, (await AskAsync(app, "HealthReady")).Status);
        Assert.Equal(200, (await AskAsync(app, "HealthLive")).Status);
        var (slack, refusal) = await AskAsync(app, "SlackEvents");
        Assert.Equal(503, slack);
        Assert.Contains("urn:coordinator:problem:misconfigured", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WithoutTheKey_ShowsNoSettings()
    {
        using var app = Build(Storage, ("RUN_MAX_TOKENS", "many"));
        var (_, health) = await AskAsync(app, "Health");
        Assert.Contains("\"configuration\":\"unhealthy\"", health, StringComparison.Ordinal);
        Assert.DoesNotContain("many", health, StringComparison.Ordinal);
        Assert.Equal(403, (await AskAsync(app, "Health", query: "?detail=true")).Status);
    }

    /// <summary>To the worker every caller is the host beside it.</summary>
    [Theory]
    [InlineData(null, 403)]
    [InlineData("Production", 403)]
    [InlineData("Development", 200)]
    public async Task AdminRoute_WithoutAKey_IsServedToADeveloperOnly(string? environment, int expected)
    {
        using var app = Build(Storage, ("AZURE_FUNCTIONS_ENVIRONMENT", environment));
        Assert.Equal(expected, (await AskAsync(app, "Workflows")).Status);
    }

    [Fact]
    public async Task Slack_WhenNotConfigured_IsToldToComeAgain()
    {
        using var app = Build(Storage);
        Assert.Equal(503, (await AskAsync(app, "SlackEvents")).Status);
    }

    [Fact]
    public void Timer_FindsAllItsChores()
    {
        using var app = Build(Storage);
        Assert.NotNull(ActivatorUtilities.CreateInstance<EveryMinute>(app.Services));
    }

    [Fact]
    public async Task Health_IsLookedAtOnAnInstanceWithoutATimer()
    {
        using var app = Build(Storage, ("REDIS_URL", ""), ("COORDINATOR_ADMIN_KEY", "0123456789abcdef"), ("RUN_MEMORY_TIMEOUT", "1"));
        var (_, health) = await AskAsync(app, "Health", query: "?detail=true", key: "0123456789abcdef");
        Assert.Contains("\"llm\":{\"status\":\"not_configured\"", health, StringComparison.Ordinal);
        Assert.Contains("\"durable\":{", health, StringComparison.Ordinal);
    }

    private static IHost Build(params (string Name, string? Value)[] variables)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.AddCoordinator(name => variables.LastOrDefault(variable => variable.Name == name).Value);
        return builder.Build();
    }

    private static async Task<(int Status, string Body)> AskAsync(IHost app, string route, string query = "", string? key = null)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
        context.Request.Host = new HostString("localhost");
        context.Request.Method = CoordinatorRoutes.All.Single(known => known.Name == route).Method;
        context.Request.QueryString = new QueryString(query);
        context.Response.Body = new MemoryStream();
        if (key is not null)
        {
            context.Request.Headers["x-coordinator-key"] = key;
        }

        await (await CoordinatorRoutes.InvokeAsync(route, context.Request)).ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
