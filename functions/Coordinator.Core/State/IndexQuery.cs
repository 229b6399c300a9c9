namespace Coordinator.Core.State;

public sealed record IndexedMember(string Member, double Score);

/// <summary>Which members of an index; all of them unless something is set.</summary>
public sealed record IndexQuery
{
    /// <summary>Lowest score, inclusive.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>Highest score, inclusive.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>Highest score first.</summary>
    public bool Descending { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 50;
}
