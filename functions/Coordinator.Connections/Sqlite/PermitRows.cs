using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>The table of permits and tickets. Pools go by their key.</summary>
internal static class PermitRows
{
    public static long HighestNumber(Statements db) => (long?)db.Scalar("SELECT max(number) FROM permit") ?? 0;

    /// <summary>If the machine's clock was put back while nobody ran, leases would last by that much longer than they may.</summary>
    public static void ShortenLeases(Statements db, long now) =>
        db.Execute("UPDATE permit SET ends = $1 + lease, claims = min(claims, $1 + lease) WHERE ends > $1 + lease", now);

    public static PermitAnswer Acquire(Statements db, PermitRequest request, long now, StateNumbers numbers)
    {
        var pool = PermitRequest.KeyOf(request.Pool);
        db.Execute("DELETE FROM permit WHERE pool = CAST($1 AS TEXT) AND ends <= $2", SqliteText.Write(pool), now);
        var others = List(db, pool, now);
        var own = others.Find(entry => entry.Holder == request.Holder);
        if (own is { IsHeld: true })
        {
            Renew(db, pool, request.Holder, request.Lease, now);
            return PermitAnswer.Granted(own.Number);
        }

        others.RemoveAll(entry => entry == own);
        var ticket = new PermitEntry(request.Holder, request.Group, false, own?.Number ?? long.MaxValue);
        var place = PermitOrder.PlaceOf(ticket.Holder, [.. others, ticket]);
        if (place.Claimed < request.Limit - others.Count(entry => entry.IsHeld))
        {
            var permit = ticket with { IsHeld = true, Number = numbers.Next(now) };
            Put(db, pool, permit, request, now);
            return PermitAnswer.Granted(permit.Number);
        }

        if (request.Waits)
        {
            Put(db, pool, own is null ? ticket with { Number = numbers.Next(now) } : ticket, request, now);
            return PermitAnswer.Queued(place.Position);
        }

        Delete(db, pool, request.Holder, now);
        return PermitAnswer.Refused;
    }

    public static bool Renew(Statements db, string pool, string holder, TimeSpan lease, long now)
    {
        var span = StateClock.Microseconds(lease);
        return db.Execute(
            "UPDATE permit SET lease = $3, ends = $4 WHERE pool = CAST($1 AS TEXT) AND holder = CAST($2 AS TEXT) AND held = 1 AND ends > $5",
            SqliteText.Write(pool), SqliteText.Write(holder), span, now + span, now) == 1;
    }

    public static bool Delete(Statements db, string pool, string holder, long now) =>
        db.Execute("DELETE FROM permit WHERE pool = CAST($1 AS TEXT) AND holder = CAST($2 AS TEXT) AND ends > $3", SqliteText.Write(pool), SqliteText.Write(holder), now) == 1;

    public static bool DeletePool(Statements db, string pool) =>
        db.Execute("DELETE FROM permit WHERE pool = CAST($1 AS TEXT)", SqliteText.Write(pool)) > 0;

    public static PoolUse Count(Statements db, string pool, long now)
    {
        using var row = db.Query("SELECT count(*) FILTER (WHERE held = 1), count(*) FILTER (WHERE held = 0) FROM permit WHERE pool = CAST($1 AS TEXT) AND ends > $2", SqliteText.Write(pool), now);
        row.Read();
        return new PoolUse(row.GetInt32(0), row.GetInt32(1));
    }

    public static IReadOnlyList<string> ListPools(Statements db, string prefix, string? after, long now)
    {
        using var row = db.Query(
            "SELECT pool FROM permit WHERE pool >= CAST($1 AS TEXT) AND pool < CAST($1 AS TEXT) || char(0x10FFFF) AND ($2 IS NULL OR pool > CAST($2 AS TEXT)) AND ends > $3 ORDER BY pool LIMIT 1",
            SqliteText.Write(prefix), SqliteText.Write(after), now);
        return row.Read() ? [SqliteText.Read(row, 0)] : [];
    }

    private static List<PermitEntry> List(Statements db, string pool, long now)
    {
        using var rows = db.Query("SELECT holder, of_group, held, number, claims FROM permit WHERE pool = CAST($1 AS TEXT)", SqliteText.Write(pool));
        var entries = new List<PermitEntry>();
        while (rows.Read())
        {
            entries.Add(new PermitEntry(SqliteText.Read(rows, 0), SqliteText.Read(rows, 1), rows.GetInt64(2) == 1, rows.GetInt64(3)) { Claims = rows.GetInt64(4) > now });
        }

        return entries;
    }

    private static void Put(Statements db, string pool, PermitEntry entry, PermitRequest request, long now)
    {
        var span = StateClock.Microseconds(entry.IsHeld ? request.Lease : request.TicketLease ?? request.Lease);
        db.Execute(
            "INSERT OR REPLACE INTO permit (pool, holder, of_group, held, number, lease, ends, claims) VALUES (CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), $4, $5, $6, $7, $8)",
            SqliteText.Write(pool), SqliteText.Write(entry.Holder), SqliteText.Write(entry.Group), entry.IsHeld ? 1 : 0, entry.Number, span, now + span, now + request.ClaimMicroseconds);
    }
}
