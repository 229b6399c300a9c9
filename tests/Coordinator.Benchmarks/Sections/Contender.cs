using Coordinator.Benchmarks.Load;

namespace Coordinator.Benchmarks.Sections;

/// <summary>A server that is driven as hard as it goes.</summary>
/// <param name="ProcessorTime">Time that processors have spent on it: unlike the rate it hardly depends on what else the machine does.</param>
internal sealed record Contender(int Port, Func<TimeSpan> ProcessorTime)
{
    private const int Connections = 64;

    /// <summary>Requests a second, one value a round.</summary>
    public Samples Rates { get; } = new();

    /// <summary>Processor time of one request in milliseconds, one value a round.</summary>
    public Samples Costs { get; } = new();

    public async Task<double> RoundAsync(byte[][] requests, CancellationToken cancellationToken)
    {
        var before = ProcessorTime();
        var result = await LoadClient.SaturateAsync(Port, requests, Connections, cancellationToken);
        if (result.Errors > 0)
            throw new InvalidOperationException($"{result.Errors} of {result.Answered} events were refused.");
        Rates.Add(result.PerSecond);
        Costs.Add((ProcessorTime() - before).TotalMilliseconds / result.Answered);
        return result.PerSecond;
    }
}
