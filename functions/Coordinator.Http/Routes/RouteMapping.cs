using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.Http.Routes;

/// <summary>The routes on a host that has endpoint routing.</summary>
public static class RouteMapping
{
    /// <summary>Maps <see cref="CoordinatorRoutes.All"/>; other methods answer 405 and other paths 404, both as problem JSON.</summary>
    /// <param name="chat">False leaves out <c>/chat</c> and the page: a host for Slack alone.</param>
    public static IEndpointRouteBuilder MapCoordinator(this IEndpointRouteBuilder endpoints, bool chat = true)
    {
        var routes = CoordinatorRoutes.All.Where(route => chat || !CoordinatorRoutes.IsChat(route)).ToList();
        foreach (var route in routes)
        {
            endpoints.MapMethods(route.Pattern, MethodsOf(route), context => SendAsync(context, route.InvokeAsync(context.Request)))
                .WithDisplayName(route.Name);
        }

        foreach (var pattern in routes.GroupBy(route => route.Pattern))
        {
            var allowed = string.Join(", ", pattern.SelectMany(MethodsOf));
            endpoints.Map(pattern.Key, context => SendAsync(context, Task.FromResult(WrongMethod(context, allowed)))).WithOrder(1);
        }

        endpoints.MapFallback("{*path}", context => SendAsync(context, Task.FromResult(Problems.Create(
            StatusCodes.Status404NotFound, "not-found", "Not found", $"There is no '{context.Request.Path}'."))));
        return endpoints;
    }

    private static string[] MethodsOf(CoordinatorRoute route) =>
        route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];

    private static IResult WrongMethod(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problems.Create(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "Method not allowed", $"'{context.Request.Path}' takes {allowed}.");
    }

    private static async Task SendAsync(HttpContext context, Task<IResult> result) => await (await result).ExecuteAsync(context);
}
