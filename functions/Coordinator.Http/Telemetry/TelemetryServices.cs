using System.Reflection;
using Azure.Monitor.OpenTelemetry.Exporter;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Coordinator.Http.Telemetry;

/// <summary>Spans and metrics by OTLP and to Azure Monitor. Both send in the background and drop what they cannot send: nothing waits for a collector.</summary>
internal static class TelemetryServices
{
    private const string Models = "Experimental.Microsoft.Extensions.AI";
    private const string ToolServers = "Experimental.ModelContextProtocol";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddHostedService<TraceIds>();
        if (!options.IsOn)
        {
            return services;
        }

        services.AddHostedService<MetricsReading>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(options.ServiceName, serviceVersion: Version));
        if (options.OtlpTraces || options.AzureMonitor is not null)
        {
            telemetry.WithTracing(tracing => Trace(tracing, options));
        }

        return options.OtlpMetrics || options.AzureMonitor is not null ? telemetry.WithMetrics(metrics => Measure(metrics, options)).Services : services;
    }

    private static string? Version => typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void Trace(TracerProviderBuilder tracing, TelemetryOptions options)
    {
        tracing.AddSource(RunTrace.SourceName, Models, ToolServers, "System.Net.Http").AddProcessor(new SpanRedaction());
        if (options.RecordsRequests)
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
