using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Validation of the catalog, over what <see cref="ToolServices"/> and the guard add.</summary>
public static class ValidationServices
{
    public static IServiceCollection AddToolValidation(this IServiceCollection services)
    {
        services.TryAddSingleton<ToolValidator>();
        services.TryAddSingleton<StartupVerification>();
        return services;
    }
}
