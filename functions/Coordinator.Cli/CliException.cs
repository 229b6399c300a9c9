namespace Coordinator.Cli;

/// <summary>The command ends here, with words for the person who gave it.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
