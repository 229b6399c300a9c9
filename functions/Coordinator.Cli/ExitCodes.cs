namespace Coordinator.Cli;

/// <summary>What scripts decide by; docs/cli.md lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The coordinator was reached and did not do it, or the run did not end with an answer.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    /// <summary>It answered, and what it says is not well: an unhealthy component, tools that are not valid.</summary>
    public const int NotWell = 3;

    public const int NoHost = 4;

    /// <summary>The key is missing or wrong.</summary>
    public const int Refused = 5;

    public const int NotFound = 6;

    /// <summary>The host does not know the command's route: it is older than this program.</summary>
    public const int OldHost = 7;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>The reader of the output went away, as <c>head</c> does.</summary>
    public const int BrokenPipe = 141;
}
