using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Coordinator.Core.Intake;

/// <summary>
/// Meter <c>coordinator.intake</c>: counter <c>coordinator.intake.events</c> with tags <c>result</c> (an <see cref="IntakeResult"/>
/// or <c>rejected</c>) and <c>reason</c> (an <see cref="IgnoreReason"/> or <see cref="RejectReason"/>, else <c>none</c>), all in snake case.
/// </summary>
public sealed class IntakeMetrics
{
    public const string MeterName = "coordinator.intake";

    public const string CounterName = "coordinator.intake.events";

    private static readonly string[] Results = Labels<IntakeResult>();

    private static readonly string[] IgnoreReasons = Labels<IgnoreReason>();

    private static readonly string[] RejectReasons = Labels<RejectReason>();

    private readonly Counter<long> _events;

    public IntakeMetrics(IMeterFactory meters) =>
        _events = meters.Create(MeterName).CreateCounter<long>(CounterName, "{event}", "Deliveries from Slack by what came of them.");

    public void Taken(IntakeResult result) => Count(Results[(int)result], "none");

    public void Ignored(IgnoreReason reason) => Count(Results[(int)IntakeResult.Ignored], IgnoreReasons[(int)reason]);

    /// <summary>Refused before it was read as an event.</summary>
    public void Rejected(RejectReason reason) => Count("rejected", RejectReasons[(int)reason]);

    private static string[] Labels<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private void Count(string result, string reason) =>
        _events.Add(1, new KeyValuePair<string, object?>("result", result), new KeyValuePair<string, object?>("reason", reason));
}
