using Azure.Identity;
using Coordinator.Connections.Blobs;
using Coordinator.Core.Configuration;
using Coordinator.Core.Health;
using Coordinator.Functions.Runs;
using Coordinator.Functions.Timers;
using Coordinator.Http.Configuration;
using Coordinator.Http.Hosting;
using Coordinator.Http.Routes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Functions;

/// <summary>Puts the function app together: the coordinator, run memory on blobs, runs as orchestrations. With wrong settings it starts too, and says so on <c>/health</c>.</summary>
internal static class FunctionsHost
{
    /// <summary>The one timer comes each minute.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    /// <returns>What is wrong with settings or files; null: nothing.</returns>
    public static string? AddCoordinator(this IHostApplicationBuilder builder, Func<string, string?> variable)
    {
        var reader = new SettingsReader(AppSettings.Over(variable));
        var settings = CoordinatorSettings.Read(reader);
        // Behind the front end of the platform every caller looks local.
        settings.Http.TrustsLoopback = variable("AZURE_FUNCTIONS_ENVIRONMENT") == "Development";
        settings.Health.RunMemoryComponent = "durable";
        settings.Telemetry.IsWorker = true;
        var storage = StorageOf(reader);
        builder.Services.AddSingleton<DurableClients>();
        var folder = Path.Combine(AppContext.BaseDirectory, "config");
        ConfigFiles? loaded = null;
        builder.Services.AddSingleton<IConfigCheck>(provider => new ConfigCheck(folder, reader.Variable, files => ProblemsAtStart(variable, files), provider.GetRequiredService<TimeProvider>(), loaded));
        try
        {
            var files = loaded = ConfigFiles.Read(folder, reader.Variable, TimeProvider.System);
            reader.Add(ProblemsHere(settings, storage, files));
            reader.ThrowIfWrong();
            settings.State.Credential = storage.Credential;
            settings.Telemetry.Credential = settings.Telemetry.AzureMonitorIdentity switch
            {
                null => null,
                "" => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
                var client => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client)),
            };
            builder.Services.AddSingleton(settings);
            builder.Services.AddCoordinator(settings, files);
            builder.Services.AddBlobRunMemory(storage);
            builder.Services.AddRunOrchestration();
            builder.Services.AddSingleton<RunUpkeep>();
            if (settings.Telemetry.SendsLog)
            {
                // The Functions host leaves out what functions log, which would be there twice.
                builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
            }

            return null;
        }
        catch (ConfigException exception)
        {
            builder.Services.AddMisconfigured(settings.Http, exception.Message);
            return exception.Message;
        }
    }

    /// <summary>What would be wrong with the settings at the next start.</summary>
    private static IReadOnlyList<string> ProblemsAtStart(Func<string, string?> variable, ConfigFiles? files)
    {
        var reader = new SettingsReader(AppSettings.Over(variable));
        var settings = CoordinatorSettings.Read(reader);
        reader.Add(ProblemsHere(settings, StorageOf(reader), files));
        return reader.Problems;
    }

    /// <summary>What only this host asks of the settings.</summary>
    /// <param name="files">Null: they cannot be read.</param>
    private static IEnumerable<string> ProblemsHere(CoordinatorSettings settings, BlobRunMemoryOptions storage, ConfigFiles? files)
    {
        if (settings.Health.Interval < ShortestInterval)
        {
            yield return $"{HealthOptions.IntervalVariable} is {settings.Health.Interval.TotalSeconds:0}: on a function app it must be at least {ShortestInterval.TotalSeconds:0} seconds.";
        }

        foreach (var problem in BlobRunMemoryOptionsValidator.Problems(storage))
        {
            yield return problem;
        }

        foreach (var server in (files?.Servers.Servers ?? []).Where(server => server is { Enabled: true, Transport: "stdio" }))
        {
            yield return $"mcp-servers.yaml: '{server.Id}' is a process (transport stdio), which a function app cannot start. Serve it over http (docs/azure.md) or set enabled: false.";
        }
    }

    private static BlobRunMemoryOptions StorageOf(SettingsReader reader)
    {
        var options = new BlobRunMemoryOptions();
        options.ConnectionString = reader.Text(BlobRunMemoryOptions.ConnectionStringVariable);
        options.ServiceUri = Uri.TryCreate(reader.Text(BlobRunMemoryOptions.ServiceUriVariable), UriKind.Absolute, out var uri) ? uri : null;
        options.Credential = options.ServiceUri is null ? null : new DefaultAzureCredential();
        options.Container = reader.Text(BlobRunMemoryOptions.ContainerVariable) ?? options.Container;
        options.OperationTimeout = TimeSpan.FromSeconds(reader.Number(BlobRunMemoryOptions.OperationTimeoutVariable, (long)options.OperationTimeout.TotalSeconds));
        return options;
    }
}
