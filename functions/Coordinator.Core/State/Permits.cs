namespace Coordinator.Core.State;

/// <summary>One question for a permit.</summary>
/// <param name="Pool">Of letters, digits and punctuation other than braces.</param>
/// <param name="Holder">Who asks, one name for each permit: whoever uses the same name shares the permit, and either of them can give it back.</param>
/// <param name="Group">Whose turn it is when several groups wait, e.g. the user.</param>
/// <param name="Limit">Permits of the pool. A lower one than before takes nothing away from those who hold one; it only lets nobody in until enough are given back.</param>
/// <param name="Lease">How long a permit lasts without being asked for again, on the store's clock.</param>
public sealed record PermitRequest(string Pool, string Holder, string Group, int Limit, TimeSpan Lease)
{
    public static readonly TimeSpan ShortestLease = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    /// <summary>Keep a ticket if no permit is free; false: go without, and give up a ticket kept before.</summary>
    public bool Waits { get; init; } = true;

    /// <summary>
    /// How long from now on a permit that becomes free is kept for this ticket when its turn has come; afterwards whoever asks is granted it, and the ticket keeps its place for when it is asked for again.
    /// Null: as long as the ticket lasts. Who asks seldom says so, or permits lie idle.
    /// </summary>
    public TimeSpan? Claims { get; init; }

    /// <summary>How long a ticket lasts without being asked for again; null: as long as a permit.</summary>
    public TimeSpan? TicketLease { get; init; }

    /// <summary><see cref="Claims"/> in microseconds, at most as long as the ticket.</summary>
    public long ClaimMicroseconds
    {
        get
        {
            var ticket = TicketLease ?? Lease;
            return Math.Max(0, (Claims < ticket ? Claims.Value : ticket).Ticks / TimeSpan.TicksPerMicrosecond);
        }
    }

    /// <summary>Where a pool is kept. The braces put all that belongs to it in one place of a cluster.</summary>
    public static string KeyOf(string pool)
    {
        ArgumentException.ThrowIfNullOrEmpty(pool);
        return pool.AsSpan().ContainsAny('{', '}') ? throw new ArgumentException($"The pool's name '{pool}' holds a brace.", nameof(pool)) : $"oci:permits:{{{pool}}}";
    }

    public static TimeSpan CheckLease(TimeSpan lease) =>
        lease >= ShortestLease && lease <= LongestLease ? lease : throw new ArgumentOutOfRangeException(nameof(lease), lease, "A lease lasts between a millisecond and a day.");
}

/// <summary>What came of asking for a permit: <see cref="Granted"/>, <see cref="Queued"/> or <see cref="Refused"/>.</summary>
public sealed record PermitAnswer
{
    /// <summary>No permit is free, and no ticket is kept.</summary>
    public static PermitAnswer Refused { get; } = new();

    public bool IsGranted => Token > 0;

    /// <summary>
    /// Fencing token of a granted permit: each one that a pool grants is higher than all before, so that whoever is guarded by it can turn down a holder whose lease ended unnoticed.
    /// It stays the same while the permit is held.
    /// </summary>
    public long Token { get; private init; }

    /// <summary>Place in the queue, from 1; 0 if there is no ticket.</summary>
    public int Position { get; private init; }

    public static PermitAnswer Granted(long token) => new() { Token = token };

    public static PermitAnswer Queued(int position) => new() { Position = position };
}

/// <summary>Permits held and tickets kept, without those whose lease is over.</summary>
public sealed record PoolUse(int Active, int Waiting);
