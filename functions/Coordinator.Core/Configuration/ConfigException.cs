namespace Coordinator.Core.Configuration;

/// <summary>The configuration is refused; each problem names its place and what would be right.</summary>
public sealed class ConfigException : Exception
{
    public ConfigException()
    {
    }

    public ConfigException(string message)
        : base(message)
    {
    }

    public ConfigException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ConfigException(IReadOnlyList<ConfigProblem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    public IReadOnlyList<ConfigProblem> Problems { get; } = [];
}
