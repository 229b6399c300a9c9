using Microsoft.Azure.Functions.Worker.Builder;

namespace Coordinator.Functions;

internal static class FunctionsHost
{
    public static void AddCoordinator(this FunctionsApplicationBuilder builder, Func<string, string?> variable)
    {
    }
}
