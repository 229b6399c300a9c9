namespace Coordinator.Core.DeadLetters;

/// <summary>A letter as lists of ids know it.</summary>
public sealed record DeadLetterEntry(string Id, string FailureType, DateTimeOffset Timestamp);

/// <summary>Which letters, newest first unless <see cref="OldestFirst"/>; those of one moment by their ids.</summary>
public sealed record DeadLetterQuery
{
    public string? FailureType { get; init; }

    public string? Operation { get; init; }

    public bool OldestFirst { get; init; }

    /// <summary>Only those beyond it, in the order of the query.</summary>
    public DeadLetterPosition? After { get; init; }

    public int Take { get; init; } = 50;
}

/// <summary>A place in a list.</summary>
public readonly record struct DeadLetterPosition(DateTimeOffset Timestamp, string Id)
{
    public static DeadLetterPosition Of(DeadLetterEntry entry) => new(entry.Timestamp, entry.Id);

    /// <summary>Whether it comes after that place, in that order.</summary>
    public bool IsBeyond(DeadLetterPosition place, bool oldestFirst)
    {
        var order = Timestamp != place.Timestamp ? Timestamp.CompareTo(place.Timestamp) : string.CompareOrdinal(Id, place.Id);
        return oldestFirst ? order > 0 : order < 0;
    }
}
