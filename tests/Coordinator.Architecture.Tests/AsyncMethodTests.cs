using System.Reflection;
using System.Runtime.CompilerServices;
using Coordinator.Core.Runs;

namespace Coordinator.Architecture.Tests;

public sealed class AsyncMethodTests
{
    private static readonly Assembly[] Product =
    [
        typeof(RunPolicy).Assembly,
        Assembly.Load("Coordinator.Connections"),
        Assembly.Load("Coordinator.Http"),
        Assembly.Load("Coordinator.LocalHost"),
    ];

    /// <summary>Methods whose caller has no token to give, each with its reason.</summary>
    private static readonly HashSet<string> WithoutToken =
    [
        "DisposeAsync",     // IAsyncDisposable
        "<Main>$",          // the process's own token is the host's
    ];

    [Fact]
    public void AsyncMethods_TakeACancellationTokenLast()
    {
        var methods = Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsSubclassOf(typeof(Delegate)) && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => !method.IsPrivate && !method.IsSpecialName && IsAwaitable(method.ReturnType) && !method.Name.Contains('<', StringComparison.Ordinal))
            .ToList();
        Assert.True(methods.Count > 40, "The test would check nothing.");
        var wrong = methods
            .Where(method => !WithoutToken.Contains(method.Name) && !method.GetParameters().Any(CarriesToken))
            .Select(method => $"{method.DeclaringType}.{method.Name}");
        Assert.Empty(wrong);
    }

    /// <summary>A request brings its own token (RequestAborted), and so does what runs through a pipeline.</summary>
    private static bool CarriesToken(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType.Name is "HttpRequest" or "HttpContext" or "ResilienceContext";

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));
}
