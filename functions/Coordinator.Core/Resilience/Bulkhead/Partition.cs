namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>A part of the work with places of its own, so that what is slow in one keeps nobody else waiting.</summary>
/// <param name="MaxConcurrent">Calls at the same time, over all instances.</param>
/// <param name="WaitFor">How long a call stands in line before it is given up.</param>
public sealed record Partition(string Name, int MaxConcurrent, TimeSpan WaitFor)
{
    public const string Rest = "default";
    public const string Model = "llm";

    public const int LargestLimit = 10_000;

    /// <summary>Beginnings of the names of its tools.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Of its permits in the state store.</summary>
    public string Pool => $"bulkhead:{Name}";
}
