namespace Coordinator.Core.State;

/// <param name="Number">Of a ticket: its place in order of arrival. Of a permit: its token.</param>
public sealed record PermitEntry(string Holder, string Group, bool IsHeld, long Number);

/// <summary>The fair order of a queue. Stores that compute elsewhere (the Redis script) must come to the same.</summary>
public static class PermitOrder
{
    /// <summary>
    /// A ticket's place, from 1: first those whose group holds the fewest permits, its earlier tickets counted with them; then in order of arrival.
    /// A group with a hundred tickets and a group with one take turns.
    /// </summary>
    /// <param name="entries">All permits and tickets of the pool, this ticket among them.</param>
    public static int PositionOf(string holder, IReadOnlyCollection<PermitEntry> entries)
    {
        var taken = entries.Where(entry => entry.IsHeld).CountBy(entry => entry.Group, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var ranked = new List<(string Holder, int Before, long Number)>();
        foreach (var ticket in entries.Where(entry => !entry.IsHeld).OrderBy(entry => entry.Number))
        {
            var before = taken.GetValueOrDefault(ticket.Group);
            taken[ticket.Group] = before + 1;
            ranked.Add((ticket.Holder, before, ticket.Number));
        }

        var own = ranked.Find(ticket => ticket.Holder == holder);
        return 1 + ranked.Count(other => other.Before < own.Before || (other.Before == own.Before && other.Number < own.Number));
    }
}
