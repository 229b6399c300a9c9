using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Coordinator.Http.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Routes;

/// <summary>What stands around every endpoint: access, headers, and an answer when something breaks.</summary>
internal sealed partial class RouteGate(AccessRule access, ILogger<RouteGate> logger, Misconfiguration? wrong = null)
{
    public async Task<IResult> InvokeAsync(CoordinatorRoute route, HttpRequest request)
    {
        var context = request.HttpContext;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return access.Refuse(route.Access, request) ?? RefuseMisconfigured(route, context) ?? await route.Handler(request);
        }
        catch (BadHttpRequestException exception)
        {
            return Problems.Create(exception.StatusCode, "bad-request", "The request could not be read", "It was cut off, too slow, or not valid HTTP.");
        }
        catch (RunMemoryException exception)
        {
            LogBroke(route.Name, context.TraceIdentifier, exception);
            context.Response.Headers.RetryAfter = "5";
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "storage-unavailable", "Runs cannot be read or stored right now",
                $"Try again in a few seconds; the log has the details under request {context.TraceIdentifier}.");
        }
        catch (Exception exception) when (!exception.IsCausedBy(context.RequestAborted))
        {
            LogBroke(route.Name, context.TraceIdentifier, exception);
            return Problems.Create(StatusCodes.Status500InternalServerError, "internal", "Something went wrong here",
                $"The log has the details under request {context.TraceIdentifier}.");
        }
        catch (OperationCanceledException)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    /// <summary>Health, version and the check of the configuration need no settings.</summary>
    private IResult? RefuseMisconfigured(CoordinatorRoute route, HttpContext context)
    {
        if (wrong is null || route.Name is "Health" or "HealthLive" or "HealthReady" or "Version" or "ConfigCheck")
        {
            return null;
        }

        context.Response.Headers.RetryAfter = "60";
        return Problems.Create(StatusCodes.Status503ServiceUnavailable, "misconfigured", "The coordinator's settings are wrong", Misconfiguration.Where);
    }

    [LoggerMessage(LogLevel.Error, "request_broke route={Route} request_id={RequestId}")]
    private partial void LogBroke(string route, string requestId, Exception exception);
}
