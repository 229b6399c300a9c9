using Microsoft.Extensions.Logging;

namespace Coordinator.Scenarios;

/// <summary>Keeps log lines as <c>Level text</c>.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    public Happenings<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Add($"{logLevel} {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
