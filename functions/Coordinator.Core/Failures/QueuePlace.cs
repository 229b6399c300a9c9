using System.Globalization;

namespace Coordinator.Core.Failures;

/// <summary>Where a call stands in line.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Since">When it came to stand there.</param>
public sealed record QueuePlace(string Partition, int Position, DateTimeOffset Since)
{
    /// <summary><c>3rd in line for database</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}{Suffix} in line for {Partition}");

    private string Suffix => (Position % 100, Position % 10) switch
    {
        (11 or 12 or 13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
}
