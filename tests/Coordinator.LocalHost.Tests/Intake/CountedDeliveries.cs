using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Coordinator.Core.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>What one intake counted: <c>result/reason</c>, in order.</summary>
internal sealed class CountedDeliveries : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _all = new();

    public CountedDeliveries(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == IntakeMetrics.CounterName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _all.Enqueue($"{tags[0].Value}/{tags[1].Value}"));
        _listener.Start();
    }

    public IReadOnlyList<string> All => [.. _all];

    public void Dispose() => _listener.Dispose();
}
