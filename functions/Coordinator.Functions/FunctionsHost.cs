using Azure.Identity;
using Coordinator.Connections.Blobs;
using Coordinator.Core.Configuration;
using Coordinator.Functions.Runs;
using Coordinator.Functions.Timers;
using Coordinator.Http.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Functions;

/// <summary>Puts the function app together: the coordinator, run memory on blobs, runs as orchestrations.</summary>
internal static class FunctionsHost
{
    /// <exception cref="ConfigException">Says what is wrong with settings or files.</exception>
    public static void AddCoordinator(this IHostApplicationBuilder builder, Func<string, string?> variable)
    {
        var reader = new SettingsReader(AppSettings.Over(variable));
        var settings = CoordinatorSettings.Read(reader);
        var files = ConfigFiles.Read(Path.Combine(AppContext.BaseDirectory, "config"), reader.Variable, TimeProvider.System);
        reader.Add(files.Servers.Servers.Where(server => server is { Enabled: true, Transport: "stdio" }).Select(server =>
            $"mcp-servers.yaml: '{server.Id}' is a process (transport stdio), which a function app cannot start. Serve it over http (docs/azure.md) or set enabled: false."));
        reader.ThrowIfWrong();
        builder.Services.AddSingleton(settings);
        builder.Services.AddCoordinator(settings, files);
        builder.Services.AddBlobRunMemory().Configure<BlobRunMemoryOptions>(options => Fill(options, reader));
        builder.Services.AddRunOrchestration();
        builder.Services.AddSingleton<RunUpkeep>();
    }

    private static void Fill(BlobRunMemoryOptions options, SettingsReader reader)
    {
        options.ConnectionString = reader.Text(BlobRunMemoryOptions.ConnectionStringVariable);
        options.ServiceUri = Uri.TryCreate(reader.Text(BlobRunMemoryOptions.ServiceUriVariable), UriKind.Absolute, out var uri) ? uri : null;
        options.Credential = options.ServiceUri is null ? null : new DefaultAzureCredential();
        options.Container = reader.Text(BlobRunMemoryOptions.ContainerVariable) ?? options.Container;
        options.OperationTimeout = TimeSpan.FromSeconds(reader.Number(BlobRunMemoryOptions.OperationTimeoutVariable, (long)options.OperationTimeout.TotalSeconds));
    }
}
