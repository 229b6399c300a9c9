using Coordinator.Connections.Oca;
using Coordinator.Core.State;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Sqlite;

public static class SqliteRegistration
{
    /// <summary>
    /// Registers <see cref="DataFolder"/>, <see cref="SqliteRunMemory"/>, <see cref="IRunMemory"/> and, beside it, where secrets and their keys are kept. The folder is locked and the file opened when one of them is first resolved:
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
        services.TryAddSingleton<ISecretVault>(provider => new FileSecretVault(provider.GetRequiredService<DataFolder>().PathOf("secrets")));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository =
            new FileSystemXmlRepository(new DirectoryInfo(FileSecretVault.CreateFolder(provider.GetRequiredService<DataFolder>().PathOf("keys"))), provider.GetRequiredService<ILoggerFactory>())));
        return services;
    }
}
