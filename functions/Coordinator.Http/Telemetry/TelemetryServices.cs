using System.Reflection;
using Azure.Monitor.OpenTelemetry.Exporter;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Coordinator.Http.Telemetry;

/// <summary>Spans and metrics by OTLP and to Azure Monitor. Both send in the background and drop what they cannot send: nothing waits for a collector.</summary>
internal static class TelemetryServices
{
    private const string Models = "Experimental.Microsoft.Extensions.AI";
    private const string ToolServers = "Experimental.ModelContextProtocol";

    /// <summary>A line of each request and each invocation is nothing that the Functions host does not record.</summary>
    private static readonly string[] Frameworks = ["Microsoft", "System", "Azure", "Function", "DurableTask"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddHostedService<TraceIds>();
        if (!options.IsOn)
        {
            return services;
        }

        services.AddHostedService<MetricsReading>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ExportFailures>(provider, options.IsWorker ? Console.Out : TextWriter.Null));
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(options.ServiceName, serviceVersion: Version));
        if (options.OtlpTraces || options.AzureMonitor is not null)
        {
            telemetry.WithTracing(tracing => Trace(tracing, options));
        }

        if (options.SendsLog)
        {
            telemetry.WithLogging(log => Log(log, options), log => log.IncludeFormattedMessage = true);
            services.AddLogging(logging => Array.ForEach(Frameworks, name => logging.AddFilter<OpenTelemetryLoggerProvider>(name, LogLevel.Warning)));
        }

        return options.OtlpMetrics || options.AzureMonitor is not null ? telemetry.WithMetrics(metrics => Measure(metrics, options)).Services : services;
    }

    private static string? Version => typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void Trace(TracerProviderBuilder tracing, TelemetryOptions options)
    {
        tracing.AddSource(RunTrace.SourceName, Models, ToolServers, "System.Net.Http").AddProcessor(new SpanRedaction());
        if (options.IsWorker)
        {
            // Orchestrations are begun by such a call: the host's spans of them are its children.
            tracing.AddSource("Grpc.Net.Client");
        }
        else
        {
            tracing.AddAspNetCoreInstrumentation(web => web.Filter = context => TracedPaths.Contain(context.Request.Path));
        }

        if (options.OtlpTraces)
        {
            tracing.AddOtlpExporter();
        }

        if (options.AzureMonitor is { } connection)
        {
            tracing.AddAzureMonitorTraceExporter(exporter => (exporter.ConnectionString, exporter.Credential) = (connection, options.Credential));
        }

        // Last, as Azure Monitor's exporter brings a sampler of its own: five traces a second, whatever the variable says.
        if (options.Sampler is { } sampler)
        {
            tracing.SetSampler(sampler);
        }
    }

    private static void Log(LoggerProviderBuilder log, TelemetryOptions options)
    {
        log.AddProcessor(new LogRedaction());
        if (options.OtlpLogs)
        {
            log.AddOtlpExporter();
        }

        if (options.AzureMonitor is { } connection)
        {
            // Lines of traces that are not kept are: what failed is told of in them.
            log.AddAzureMonitorLogExporter(exporter => (exporter.ConnectionString, exporter.Credential, exporter.EnableTraceBasedLogsSampler) = (connection, options.Credential, false));
        }
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter($"{RunTrace.SourceName}*", Models, ToolServers);
        if (options.OtlpMetrics)
        {
            metrics.AddOtlpExporter();
        }

        if (options.AzureMonitor is { } connection)
        {
            metrics.AddAzureMonitorMetricExporter(exporter => (exporter.ConnectionString, exporter.Credential) = (connection, options.Credential));
        }
    }
}
