namespace Coordinator.Core.State;

/// <param name="Number">Of a ticket: its place in order of arrival. Of a permit: its token.</param>
public sealed record PermitEntry(string Holder, string Group, bool IsHeld, long Number)
{
    /// <summary>Of a ticket: a free permit is kept for it (<see cref="PermitRequest.Claims"/>).</summary>
    public bool Claims { get; init; } = true;
}

/// <param name="Position">From 1, all tickets counted.</param>
/// <param name="Claimed">Tickets before it for which a free permit is kept.</param>
public readonly record struct PermitPlace(int Position, int Claimed);

/// <summary>The fair order of a queue. Stores that compute elsewhere (the Redis script) must come to the same.</summary>
public static class PermitOrder
{
    /// <summary>
    /// A ticket's place: first those whose group holds the fewest permits, its earlier tickets counted with them; then in order of arrival.
    /// A group with a hundred tickets and a group with one take turns.
    /// </summary>
    /// <param name="entries">All permits and tickets of the pool, this ticket among them.</param>
    public static PermitPlace PlaceOf(string holder, IReadOnlyCollection<PermitEntry> entries)
    {
        var taken = entries.Where(entry => entry.IsHeld).CountBy(entry => entry.Group, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var ranked = new List<(PermitEntry Ticket, int Before)>();
        foreach (var ticket in entries.Where(entry => !entry.IsHeld).OrderBy(entry => entry.Number))
        {
            var before = taken.GetValueOrDefault(ticket.Group);
            taken[ticket.Group] = before + 1;
            ranked.Add((ticket, before));
        }

        var own = ranked.Find(ranking => ranking.Ticket.Holder == holder);
        var earlier = ranked.FindAll(other => other.Before < own.Before || (other.Before == own.Before && other.Ticket.Number < own.Ticket.Number));
        return new PermitPlace(1 + earlier.Count, earlier.Count(other => other.Ticket.Claims));
    }
}
