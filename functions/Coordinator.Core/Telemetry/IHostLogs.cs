namespace Coordinator.Core.Telemetry;

/// <summary>The log lines that this host keeps itself. A host whose log goes elsewhere has none.</summary>
public interface IHostLogs
{
    Task<LogPage> ReadAsync(LogQuery query, CancellationToken cancellationToken);
}

/// <param name="Server">The MCP server whose log is asked for; null: the coordinator's.</param>
/// <param name="Lines">How many at most: the last ones, or those next after <paramref name="After"/>.</param>
/// <param name="After">Where an earlier page ended.</param>
/// <param name="Contains">Lines without this text are left out; case does not matter.</param>
public sealed record LogQuery(string? Server, int Lines, string? After, string? Contains);

/// <param name="Lines">Oldest first.</param>
/// <param name="Next">Asks for what comes after.</param>
/// <param name="IsCut">Lines that came after the page before are gone already.</param>
public sealed record LogPage(string File, IReadOnlyList<string> Lines, string Next, bool IsCut);
