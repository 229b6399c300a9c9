namespace Coordinator.Connections.Redis;

/// <summary>
/// What Redis does in one step. Numbers from clocks are microseconds since 1970: beyond 2^53, where Lua's numbers end, in the year 2255. They are written with %.0f, as Lua's own way keeps 14 digits.
/// </summary>
internal static class RedisScripts
{
    /// <summary>KEYS: document. ARGV: expected version, value, time to live in ms or "". Gives {written, version, value}.</summary>
    public const string Write =
        """
        local stored = redis.call('HMGET', KEYS[1], 'version', 'value')
        if (stored[1] or '0') ~= ARGV[1] then
          return {0, stored[1], stored[2]}
        end
        -- From the clock, so that a version is never given out again after the key was deleted.
        local time = redis.call('TIME')
        local version = string.format('%.0f', math.max(tonumber(stored[1] or '0') + 1, time[1] * 1000000 + time[2]))
        redis.call('HSET', KEYS[1], 'version', version, 'value', ARGV[2])
        if ARGV[3] == '' then
          redis.call('PERSIST', KEYS[1])
        else
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
        end
        return {1, version, ARGV[2]}
        """;

    /// <summary>KEYS: document. ARGV: version.</summary>
    public const string Delete =
        """
        if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
          return 0
        end
        return redis.call('DEL', KEYS[1])
        """;

    /// <summary>
    /// KEYS: pool, its last number. ARGV: holder, group, limit, lease in µs, 1 if it waits, µs for which a free permit is kept for it, lease of a ticket in µs. Gives {token, 0} or {0, position}, position 0 for no.
    /// The pool is a hash: holder -> "held|waiting end number claims-until group". The fair order is that of PermitOrder.
    /// </summary>
    public const string Acquire = Pool +
        """

        local holder, group, limit, lease, waits, claims = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])

        local function number()
          local next = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now)
          redis.call('SET', KEYS[2], whole(next), 'PX', KEPT)
          return next
        end

        local function keep(state, number, group)
          redis.call('HSET', KEYS[1], holder, state .. ' ' .. whole(now + (state == 'held' and lease or tonumber(ARGV[7]))) .. ' ' .. whole(number) .. ' ' .. whole(now + claims) .. ' ' .. group)
          redis.call('PEXPIRE', KEYS[1], KEPT)
        end

        local held, tickets, taken, own = 0, {}, {}, nil
        for _, entry in ipairs(entries) do
          if entry.ends <= now then
            redis.call('HDEL', KEYS[1], entry.holder)
          elseif entry.state == 'held' then
            if entry.holder == holder then
              keep('held', entry.number, entry.group)
              return {whole(entry.number), 0}
            end
            held = held + 1
            taken[entry.group] = (taken[entry.group] or 0) + 1
          elseif entry.holder == holder then
            own = entry
          else
            tickets[#tickets + 1] = entry
          end
        end

        -- Who has no ticket yet comes after all who have one.
        own = {group = group, number = own and own.number or math.huge}
        tickets[#tickets + 1] = own
        table.sort(tickets, function(a, b) return a.number < b.number end)
        for _, ticket in ipairs(tickets) do
          ticket.before = taken[ticket.group] or 0
          taken[ticket.group] = ticket.before + 1
        end
        local position, claimed = 1, 0
        for _, ticket in ipairs(tickets) do
          if ticket.before < own.before or (ticket.before == own.before and ticket.number < own.number) then
            position = position + 1
            claimed = claimed + (ticket.claims > now and 1 or 0)
          end
        end

        if claimed < limit - held then
          local token = number()
          keep('held', token, group)
          return {whole(token), 0}
        elseif waits == '1' then
          keep('waiting', own.number < math.huge and own.number or number(), group)
          return {0, position}
        end
        redis.call('HDEL', KEYS[1], holder)
        return {0, 0}
        """;

    /// <summary>KEYS: pool. ARGV: holder, lease in µs.</summary>
    public const string Renew = Entry +
        """

        local entry = read(redis.call('HGET', KEYS[1], ARGV[1]))
        if not entry or entry.state ~= 'held' or entry.ends <= now then
          return 0
        end
        redis.call('HSET', KEYS[1], ARGV[1], 'held ' .. whole(now + ARGV[2]) .. ' ' .. whole(entry.number) .. ' ' .. whole(entry.claims) .. ' ' .. entry.group)
        redis.call('PEXPIRE', KEYS[1], KEPT)
        return 1
        """;

    /// <summary>KEYS: pool. ARGV: holder.</summary>
    public const string Release = Entry +
        """

        local entry = read(redis.call('HGET', KEYS[1], ARGV[1]))
        redis.call('HDEL', KEYS[1], ARGV[1])
        return entry and entry.ends > now and 1 or 0
        """;

    /// <summary>KEYS: pool. Gives {held, waiting}.</summary>
    public const string ReadPool = Pool +
        """

        local count = {held = 0, waiting = 0}
        for _, entry in ipairs(entries) do
          if entry.ends > now then
            count[entry.state] = count[entry.state] + 1
          end
        end
        return {count.held, count.waiting}
        """;

    /// <summary>A pool that nobody asks for is forgotten after two days in ms: no lease is longer than one.</summary>
    private const string Entry =
        """
        local KEPT = 172800000
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]

        local function whole(number) return string.format('%.0f', number) end

        local function read(text)
          if not text then return nil end
          local state, ends, number, claims, group = string.match(text, '^(%a+) (%d+) (%d+) (%d+) (.*)$')
          return {state = state, ends = tonumber(ends), number = tonumber(number), claims = tonumber(claims), group = group}
        end

        """;

    private const string Pool = Entry +
        """

        local entries = {}
        local flat = redis.call('HGETALL', KEYS[1])
        for i = 1, #flat, 2 do
          local entry = read(flat[i + 1])
          entry.holder = flat[i]
          entries[#entries + 1] = entry
        end

        """;
}
