using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Sqlite;

public static class SqliteRegistration
{
    /// <summary>
    /// Registers <see cref="DataFolder"/>, <see cref="SqliteRunMemory"/> and <see cref="IRunMemory"/>. The folder is locked and the file opened when one of them is first resolved:
    /// resolve <see cref="SqliteRunMemory"/> at start, so that a <see cref="DataFolderException"/> stops it.
    /// </summary>
    public static IServiceCollection AddSqliteRunMemory(this IServiceCollection services, string dataFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => DataFolder.Open(dataFolder));
        services.TryAddSingleton(provider => SqliteRunMemory.Open(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteRunMemory>>()));
        services.TryAddSingleton<IRunMemory>(provider => provider.GetRequiredService<SqliteRunMemory>());
        return services;
    }
}
