using System.Reflection;
using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Tests.Http;

public sealed class RouteFunctionTests
{
    private const string Root = "{root:maxlength(0)?}";

    private static readonly IReadOnlyList<(string Name, HttpTriggerAttribute Trigger)> Functions =
    [
        .. from type in typeof(RunOrchestrator).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is not null
           select (function.Name, trigger),
    ];

    [Fact]
    public void EveryRoute_HasAFunctionOfItsName() =>
        Assert.Equal(CoordinatorRoutes.All.Select(route => route.Name).Order(), Functions.Select(function => function.Name).Order());

    [Fact]
    public void EveryFunction_ServesTheRouteOfItsName()
    {
        foreach (var (name, trigger) in Functions)
        {
            var route = CoordinatorRoutes.All.Single(route => route.Name == name);
            Assert.Equal(route.Pattern.Trim('/'), trigger.Route!.Replace(Root, "", StringComparison.Ordinal));
            Assert.Contains(route.Method, trigger.Methods!, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>As the worker does it, with all routes at once: one that it cannot read makes it answer 500 on each of them.</summary>
    [Fact]
    public void EveryRoute_CanBeReadByTheWorker() =>
        Assert.All(Functions, function => Assert.NotNull(RoutePatternFactory.Parse($"/{function.Trigger.Route}")));

    /// <summary>For another one the worker compiles an expression with each call.</summary>
    [Fact]
    public void EveryFunction_IsOfAPublicClass() =>
        Assert.All(typeof(RunOrchestrator).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute)))), type => Assert.True(type.IsPublic, type.Name));

    /// <summary>The checks are those of the routes themselves, the same on every host.</summary>
    [Fact]
    public void EveryFunction_IsAnonymous() => Assert.All(Functions, function => Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel));
}
