using System.Reflection;
using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Tests.Http;

public sealed class RouteFunctionTests
{
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
            Assert.Equal(route.Pattern.Trim('/'), trigger.Route!.Trim('/'));
            Assert.Contains(route.Method, trigger.Methods!, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The checks are those of the routes themselves, the same on every host.</summary>
    [Fact]
    public void EveryFunction_IsAnonymous() => Assert.All(Functions, function => Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel));
}
