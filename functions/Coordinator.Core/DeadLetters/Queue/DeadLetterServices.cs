using Coordinator.Core.DeadLetters.Indexing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>What operators do with dead letters. The host adds run memory, a state store and a run starter, and calls <see cref="DeadLetterUpkeep"/> once a minute.</summary>
public static class DeadLetterServices
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new DeadLetterOptions());
        services.TryAddSingleton<DeadLetterIndex>();
        services.TryAddSingleton<IndexRebuild>();
        services.TryAddSingleton<DeadLetterList>();
        services.TryAddSingleton<DeadLetterDiscard>();
        services.TryAddSingleton<DeadLetterRetry>();
        services.TryAddSingleton<DeadLetterRevision>();
        services.TryAddSingleton<DeadLetterUpkeep>();
        return services;
    }
}
