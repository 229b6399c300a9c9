using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Functions;

/// <summary>While settings are wrong the routes say so themselves; timer and steps of runs fail with the same words, and orchestrations try again later.</summary>
internal static class MisconfiguredApp
{
    public static void HoldRuns(this IFunctionsWorkerApplicationBuilder builder, string problems)
    {
        var words = $"misconfigured: nothing is carried out until this is put right. {problems}";

        // The host shows what a worker logs while a function runs, and what it writes here.
        Console.Error.WriteLine(words);
        builder.UseMiddleware((context, next) => IsHeld(context) ? throw new InvalidOperationException(words) : next());
    }

    private static bool IsHeld(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type is "timerTrigger" or "activityTrigger");
}
