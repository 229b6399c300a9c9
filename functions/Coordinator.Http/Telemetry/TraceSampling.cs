using System.Globalization;
using OpenTelemetry.Trace;

namespace Coordinator.Http.Telemetry;

/// <summary>
/// Which traces are kept. Unless an operator says otherwise: each that begins with a delivery, also where its sender, or something on its way here, does not
/// keep its own, as a run whose trace cannot be found is of no use to whoever looks for it. What an operator sets is followed to the letter.
/// </summary>
internal static class TraceSampling
{
    private static readonly Sampler EveryDelivery = new ParentBasedSampler(new WorkSampler(), remoteParentNotSampled: new AlwaysOnSampler());

    /// <param name="name">A name that OpenTelemetry specifies, or one of Azure Monitor; null: unset.</param>
    /// <returns>No sampler: that of Azure Monitor, which reads the variables itself.</returns>
    public static (Sampler? Sampler, IReadOnlyList<string> Problems) Read(string? name, string? argument, bool toAzureMonitor)
    {
        switch (name)
        {
            case null:
                return (EveryDelivery, []);
            case "always_on" or "parentbased_always_on":
                return (Over(new AlwaysOnSampler(), name), []);
            case "always_off" or "parentbased_always_off":
                return (Over(new AlwaysOffSampler(), name), []);
            case "traceidratio" or "parentbased_traceidratio":
                return Number(argument) is { } ratio and <= 1 ? (Over(new TraceIdRatioBasedSampler(ratio), name), []) : (null, [Wrong(argument, "a number from 0 to 1, the part that is kept")]);
            case "microsoft.fixed_percentage" when toAzureMonitor:
                return (null, Number(argument) is <= 1 ? [] : [Wrong(argument, "a number from 0 to 1, the part that is kept")]);
            case "microsoft.rate_limited" when toAzureMonitor:
                return (null, Number(argument) is not null ? [] : [Wrong(argument, "a number, traces a second")]);
            default:
                return (null, [$"{TelemetryOptions.SamplerVariable} is '{name}': it must be always_on, always_off, traceidratio, one of them with parentbased_ before it, or, with {TelemetryOptions.AzureMonitorVariable}, microsoft.fixed_percentage or microsoft.rate_limited."]);
        }
    }

    private static Sampler Over(Sampler root, string name) => name.StartsWith("parentbased_", StringComparison.Ordinal) ? new ParentBasedSampler(root) : root;

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    private static string Wrong(string? argument, string allowed) => $"{TelemetryOptions.SamplerArgumentVariable} is '{argument}': it must be {allowed}.";
}
