using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Functions.Tests.Runs;

/// <summary>An activity as the Functions worker would call it: the method that has the name.</summary>
internal sealed class FunctionActivity(IServiceProvider services, MethodInfo method) : ITaskActivity
{
    public Type InputType => method.GetParameters()[0].ParameterType;

    public Type OutputType => method.ReturnType;

    public static IEnumerable<(string Name, MethodInfo Method)> All(Type type) =>
        type.GetMethods().Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method)).Where(pair => pair.Name is not null)!;

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(DurableTaskClient) => services.GetService<DurableTaskClient>(),
            var type when type == typeof(CancellationToken) => CancellationToken.None,
            _ => input,
        });
        var task = (Task)method.Invoke(services.GetRequiredService(method.DeclaringType!), [.. arguments])!;
        await task;
        return method.ReturnType.IsGenericType ? ((dynamic)task).Result : null;
    }
}
