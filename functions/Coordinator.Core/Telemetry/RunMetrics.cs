using System.Diagnostics.Metrics;
using System.Text.Json;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Telemetry;

/// <summary>
/// Meter <c>coordinator.runs</c>: <c>coordinator.run.duration</c> {status}, <c>coordinator.turn.duration</c> {model, outcome}, <c>coordinator.turn.tokens</c>
/// {model, type} and <c>coordinator.tool.duration</c> {server, tool, outcome}, in seconds. A histogram also counts, so there are no counters beside them.
/// </summary>
public sealed class RunMetrics
{
    public const string MeterName = "coordinator.runs";

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900] };

    private readonly Histogram<double> _run;
    private readonly Histogram<double> _turn;
    private readonly Histogram<double> _tool;
    private readonly Counter<long> _tokens;

    public RunMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _run = meter.CreateHistogram("coordinator.run.duration", "s", "From the message to the last fact of its run", null, Seconds);
        _turn = meter.CreateHistogram("coordinator.turn.duration", "s", "Turns of models and workflows, each attempt", null, Seconds);
        _tool = meter.CreateHistogram("coordinator.tool.duration", "s", "Tool calls, each attempt", null, Seconds);
        _tokens = meter.CreateCounter<long>("coordinator.turn.tokens", "{token}", "Tokens of models' turns");
    }

    public void Ran(RunStatus status, TimeSpan took) => _run.Record(took.TotalSeconds, new KeyValuePair<string, object?>("status", JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())));

    public void Turned(TurnTaken turn)
    {
        _turn.Record(turn.DurationMs / 1000.0, new("model", turn.Model ?? "none"), new("outcome", "succeeded"));
        if (turn.Model is { } model)
        {
            _tokens.Add(turn.InputTokens, new("model", model), new("type", "input"));
            _tokens.Add(turn.OutputTokens, new("model", model), new("type", "output"));
        }
    }

    public void TurnFailed(TimeSpan took) => _turn.Record(took.TotalSeconds, new("model", "none"), new("outcome", "failed"));

    /// <param name="server">Null: no server offers the tool, so its name may be anything.</param>
    public void Called(string? server, string tool, string outcome, TimeSpan took) =>
        _tool.Record(took.TotalSeconds, new("server", server ?? "none"), new("tool", server is null ? "unknown" : tool), new("outcome", outcome));
}
