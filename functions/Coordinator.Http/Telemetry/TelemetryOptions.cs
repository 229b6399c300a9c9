using Azure.Core;
using OpenTelemetry.Trace;

namespace Coordinator.Http.Telemetry;

/// <summary>Where spans and metrics go, beside <c>/metrics</c>. Names and meanings are OpenTelemetry's and Azure Monitor's own.</summary>
public sealed record TelemetryOptions
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string TracesEndpointVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    public const string MetricsEndpointVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    public const string LogsEndpointVariable = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string DisabledVariable = "OTEL_SDK_DISABLED";
    public const string SamplerVariable = "OTEL_TRACES_SAMPLER";
    public const string SamplerArgumentVariable = "OTEL_TRACES_SAMPLER_ARG";
    public const string ServiceVariable = "OTEL_SERVICE_NAME";
    public const string AzureMonitorVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string AuthenticationVariable = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private static readonly string[] Endpoints = [EndpointVariable, TracesEndpointVariable, MetricsEndpointVariable, LogsEndpointVariable];

    /// <summary>Spans go to a collector.</summary>
    public bool OtlpTraces { get; private init; }

    public bool OtlpMetrics { get; private init; }

    public bool OtlpLogs { get; private init; }

    public string? AzureMonitor { get; private init; }

    /// <summary>Null: with the key in the connection string.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary>The identity with which Azure Monitor is to be spoken to; empty: the only one there is; null: none.</summary>
    public string? AzureMonitorIdentity { get; private init; }

    /// <summary>Which traces are kept; null: as Azure Monitor's own sampler says.</summary>
    public Sampler? Sampler { get; private init; }

    /// <summary>The Functions host is in front: it records the requests, and passes on only what is logged while a function runs, so that this process sends its log itself.</summary>
    public bool IsWorker { get; set; }

    public string ServiceName { get; private init; } = "coordinator";

    public bool SendsLog => IsWorker && (OtlpLogs || AzureMonitor is not null);

    public bool IsOn => OtlpTraces || OtlpMetrics || SendsLog || AzureMonitor is not null;

    /// <param name="text">The value of a variable; null if it is unset.</param>
    public static TelemetryOptions Read(Func<string, string?> text, bool isDisabled, out IReadOnlyList<string> problems)
    {
        problems = [.. Endpoints.Where(name => !IsEndpoint(text(name))).Select(name => $"{name} is '{text(name)}': it must be an address such as http://localhost:4317."), .. ProtocolProblems(text(ProtocolVariable))];
        var sampling = TraceSampling.Read(text(SamplerVariable), text(SamplerArgumentVariable), text(AzureMonitorVariable) is not null);
        problems = [.. problems, .. sampling.Problems];
        if (isDisabled)
        {
            return new TelemetryOptions();
        }

        return new TelemetryOptions
        {
            OtlpTraces = (text(EndpointVariable) ?? text(TracesEndpointVariable)) is not null,
            OtlpMetrics = (text(EndpointVariable) ?? text(MetricsEndpointVariable)) is not null,
            OtlpLogs = (text(EndpointVariable) ?? text(LogsEndpointVariable)) is not null,
            AzureMonitor = text(AzureMonitorVariable),
            AzureMonitorIdentity = IdentityIn(text(AuthenticationVariable)),
            Sampler = sampling.Sampler,
            ServiceName = text(ServiceVariable) ?? new TelemetryOptions().ServiceName,
        };
    }

    private static string? IdentityIn(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return parts["Authorization"].Contains("AAD") ? parts["ClientId"].FirstOrDefault("") : null;
    }

    private static bool IsEndpoint(string? text) => text is null || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"));

    private static IEnumerable<string> ProtocolProblems(string? text) =>
        text is null or "grpc" or "http/protobuf" ? [] : [$"{ProtocolVariable} is '{text}': it must be grpc or http/protobuf."];
}
