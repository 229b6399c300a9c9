using System.Diagnostics.Metrics;

namespace Coordinator.Scenarios;

/// <summary>Counts of one host's meters, as <c>counter tag tag</c>.</summary>
internal sealed class RecordedCounts : IDisposable
{
    private readonly MeterListener _listener = new();

    public RecordedCounts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith("coordinator.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            All.Add(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Value}")])));
        _listener.Start();
    }

    public Happenings<string> All { get; } = new();

    public int Of(string count) => All.All.Count(counted => counted == count);

    public void Dispose() => _listener.Dispose();
}
