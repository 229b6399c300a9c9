using Coordinator.Http.Access;
using Coordinator.Http.Audit;
using Coordinator.Http.Caches;
using Coordinator.Http.Chat;
using Coordinator.Http.Configuration;
using Coordinator.Http.DeadLetters;
using Coordinator.Http.Drains;
using Coordinator.Http.Health;
using Coordinator.Http.Logs;
using Coordinator.Http.Monitoring;
using Coordinator.Http.Oca;
using Coordinator.Http.Page;
using Coordinator.Http.Resilience;
using Coordinator.Http.Runs;
using Coordinator.Http.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Http.Routes;

/// <summary>Every route there is. The local host maps them all; each function on Azure invokes one by its name.</summary>
public static class CoordinatorRoutes
{
    public static IReadOnlyList<CoordinatorRoute> All { get; } =
    [
        new("POST", "/slack/events", "SlackEvents", RouteAccess.Slack, SlackEventsAsync),
        Route<SlackStatusEndpoint>("GET", "/slack/status", "SlackStatus", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<SlackRestartEndpoint>("POST", "/slack/restart", "SlackRestart", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<SlackTestEndpoint>("POST", "/slack/test", "SlackTest", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),

        Route<ChatEndpoint>("POST", "/chat", "Chat", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<ChatEndpoint>("POST", "/chat/stream", "ChatStream", RouteAccess.Admin, (endpoint, request) => endpoint.StreamAsync(request)),

        Route<RunsEndpoint>("GET", "/runs", "Runs", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<RunEndpoint>("GET", "/runs/{id}", "RunDetail", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<RunEndpoint>("GET", "/runs/{id}/events", "RunEvents", RouteAccess.Admin, (endpoint, request) => endpoint.EventsAsync(request)),
        Route<RunEndpoint>("POST", "/runs/{id}/stop", "RunStop", RouteAccess.Admin, (endpoint, request) => endpoint.StopAsync(request)),
        Route<ReplayEndpoint>("POST", "/runs/{id}/replay", "RunReplay", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),

        Route<DeadLettersEndpoint>("GET", "/dlq", "DeadLetters", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<DeadLetterEndpoint>("GET", "/dlq/{id}", "DeadLetter", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<DeadLetterEndpoint>("PUT", "/dlq/{id}", "DeadLetterEdit", RouteAccess.Admin, (endpoint, request) => endpoint.PutAsync(request)),
        Route<DeadLetterEndpoint>("DELETE", "/dlq/{id}", "DeadLetterDiscard", RouteAccess.Admin, (endpoint, request) => endpoint.DeleteAsync(request)),
        Route<RetryEndpoint>("POST", "/dlq/retry", "DeadLettersRetry", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),

        Route<HealthEndpoint>("GET", "/health", "Health", RouteAccess.Public, (endpoint, request) => endpoint.GetAsync(request)),
        new("GET", "/health/live", "HealthLive", RouteAccess.Public, HealthEndpoint.LiveAsync),
        Route<HealthEndpoint>("GET", "/health/ready", "HealthReady", RouteAccess.Public, (endpoint, request) => endpoint.ReadyAsync(request)),
        Route<HealthEndpoint>("POST", "/health/check", "HealthCheck", RouteAccess.Admin, (endpoint, request) => endpoint.CheckAsync(request)),
        new("GET", "/version", "Version", RouteAccess.Public, VersionEndpoint.GetAsync),

        Route<McpServersEndpoint>("GET", "/mcp/servers", "McpServers", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<McpRegisterEndpoint>("POST", "/mcp/servers", "McpServerRegister", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<McpServerEndpoint>("GET", "/mcp/servers/{id}", "McpServer", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<McpRemoveEndpoint>("DELETE", "/mcp/servers/{id}", "McpServerRemove", RouteAccess.Admin, (endpoint, request) => endpoint.DeleteAsync(request)),
        Route<McpServerEndpoint>("POST", "/mcp/servers/{id}/restart", "McpServerRestart", RouteAccess.Admin, (endpoint, request) => endpoint.RestartAsync(request)),
        Route<AutoRestartEndpoint>("PUT", "/mcp/servers/{id}/auto-restart", "McpServerAutoRestart", RouteAccess.Admin, (endpoint, request) => endpoint.PutAsync(request)),
        Route<CircuitEndpoint>("GET", "/mcp/servers/{id}/circuit", "McpServerCircuit", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<CircuitEndpoint>("DELETE", "/mcp/servers/{id}/circuit", "McpServerCircuitReset", RouteAccess.Admin, (endpoint, request) => endpoint.ResetAsync(request)),
        Route<LogsEndpoint>("GET", "/mcp/servers/{id}/logs", "McpServerLogs", RouteAccess.Admin, (endpoint, request) => endpoint.ServerAsync(request)),
        Route<BulkheadsEndpoint>("GET", "/bulkheads", "Bulkheads", RouteAccess.Admin, (endpoint, request) => endpoint.ListAsync(request)),
        Route<BulkheadsEndpoint>("PUT", "/bulkheads/{partition}", "BulkheadLimit", RouteAccess.Admin, (endpoint, request) => endpoint.SetAsync(request)),
        Route<ModelMetricsEndpoint>("GET", "/llm/metrics", "ModelMetrics", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<ModelPingEndpoint>("POST", "/llm/ping", "ModelPing", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<ToolsEndpoint>("GET", "/tools", "Tools", RouteAccess.Admin, (endpoint, request) => endpoint.ListAsync(request)),
        Route<ToolsEndpoint>("GET", "/tools/{name}", "Tool", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<ToolValidationEndpoint>("POST", "/tools/validate", "ToolsValidate", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<ToolExecuteEndpoint>("POST", "/tools/execute", "ToolExecute", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<ToolAcceptEndpoint>("POST", "/tools/{name}/accept", "ToolAccept", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<WorkflowsEndpoint>("GET", "/workflows", "Workflows", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),

        Route<ConfigCheckEndpoint>("POST", "/config/check", "ConfigCheck", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<DrainEndpoint>("GET", "/drain", "DrainState", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<DrainEndpoint>("POST", "/drain", "Drain", RouteAccess.Admin, (endpoint, request) => endpoint.PostAsync(request)),
        Route<OcaCallbackEndpoint>("GET", "/auth/oca", "OcaCallback", RouteAccess.Public, (endpoint, request) => endpoint.GetAsync(request)),
        Route<OcaEndpoint>("POST", "/auth/oca/login", "OcaLogin", RouteAccess.Admin, (endpoint, request) => endpoint.BeginAsync(request)),
        Route<OcaEndpoint>("POST", "/auth/oca/complete", "OcaComplete", RouteAccess.Admin, (endpoint, request) => endpoint.CompleteAsync(request)),
        Route<OcaEndpoint>("GET", "/auth/oca/status", "OcaStatus", RouteAccess.Admin, (endpoint, request) => endpoint.StatusAsync(request)),
        Route<OcaEndpoint>("POST", "/auth/oca/logout", "OcaLogout", RouteAccess.Admin, (endpoint, request) => endpoint.LogoutAsync(request)),

        Route<CacheEndpoint>("GET", "/cache", "Caches", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<CacheEndpoint>("DELETE", "/cache/{namespace}", "CacheClear", RouteAccess.Admin, (endpoint, request) => endpoint.DeleteAsync(request)),
        Route<StatsEndpoint>("GET", "/stats", "Stats", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<MetricsEndpoint>("GET", "/metrics", "Metrics", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<LogsEndpoint>("GET", "/logs", "Logs", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),
        Route<AuditEndpoint>("GET", "/audit", "Audit", RouteAccess.Admin, (endpoint, request) => endpoint.GetAsync(request)),

        Route<PageEndpoint>("GET", "/", "Page", RouteAccess.Public, (endpoint, request) => endpoint.IndexAsync(request)),
        Route<PageEndpoint>("GET", "/page/{file}", "PageFile", RouteAccess.Public, (endpoint, request) => endpoint.FileAsync(request)),
    ];

    /// <summary>The chat API and the page that uses it.</summary>
    public static bool IsChat(CoordinatorRoute route) => route.Name is "Chat" or "ChatStream" or "Page" or "PageFile";

    /// <param name="name">Name of a route; an unknown one is a bug of the host.</param>
    public static Task<IResult> InvokeAsync(string name, HttpRequest request) => All.Single(route => route.Name == name).InvokeAsync(request);

    private static CoordinatorRoute Route<TEndpoint>(string method, string pattern, string name, RouteAccess access, Func<TEndpoint, HttpRequest, Task<IResult>> handler)
        where TEndpoint : class =>
        new(method, pattern, name, access, request => handler(request.HttpContext.RequestServices.GetRequiredService<TEndpoint>(), request));

    private static Task<IResult> SlackEventsAsync(HttpRequest request) =>
        request.HttpContext.RequestServices.GetService<SlackEventsHandler>() is { } handle
            ? handle(request)
            : Task.FromResult(Problems.Create(StatusCodes.Status503ServiceUnavailable, "slack-not-configured", "Slack is not configured",
                "Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN to receive events."));
}
