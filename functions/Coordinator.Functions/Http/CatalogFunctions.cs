using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

public static class CatalogFunctions
{
    [Function("McpServers")]
    public static Task<IResult> McpServersAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mcp/servers")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServers", request);

    [Function("McpServerRegister")]
    public static Task<IResult> RegisterAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mcp/servers")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerRegister", request);

    [Function("McpServer")]
    public static Task<IResult> McpServerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mcp/servers/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServer", request);

    [Function("McpServerRemove")]
    public static Task<IResult> RemoveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "mcp/servers/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerRemove", request);

    [Function("McpServerRestart")]
    public static Task<IResult> RestartAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mcp/servers/{id}/restart")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerRestart", request);

    [Function("McpServerAutoRestart")]
    public static Task<IResult> AutoRestartAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "mcp/servers/{id}/auto-restart")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerAutoRestart", request);

    [Function("McpServerCircuit")]
    public static Task<IResult> CircuitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mcp/servers/{id}/circuit")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerCircuit", request);

    [Function("McpServerCircuitReset")]
    public static Task<IResult> ResetCircuitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "mcp/servers/{id}/circuit")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerCircuitReset", request);

    [Function("McpServerLogs")]
    public static Task<IResult> ServerLogsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mcp/servers/{id}/logs")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("McpServerLogs", request);

    [Function("Tools")]
    public static Task<IResult> ToolsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tools")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Tools", request);

    [Function("Tool")]
    public static Task<IResult> ToolAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tools/{name}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Tool", request);

    [Function("ToolsValidate")]
    public static Task<IResult> ValidateToolsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tools/validate")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("ToolsValidate", request);

    [Function("ToolAccept")]
    public static Task<IResult> AcceptToolAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tools/{name}/accept")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("ToolAccept", request);

    [Function("Workflows")]
    public static Task<IResult> WorkflowsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Workflows", request);
}
