using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Tests.Tools;

/// <summary>Keeps the text of warnings.</summary>
internal sealed class RecordedWarnings : ILogger<ToolDrift>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Add(formatter(state, exception));
        }
    }
}
