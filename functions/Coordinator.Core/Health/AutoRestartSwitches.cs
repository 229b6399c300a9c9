using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>Whether a component is restarted by itself: the same on all instances, and after a restart of the process (runbook 6.3).</summary>
public sealed partial class AutoRestartSwitches(IStateStore store, HealthOptions options, ILogger<AutoRestartSwitches> logger)
{
    private volatile AutoRestartDocument _known = AutoRestartDocument.AllOn;

    /// <summary>For all components, by the setting of this process.</summary>
    public bool IsOn => options.AutoRestart;

    /// <summary>Components that are switched off, as last read.</summary>
    public IReadOnlyList<string> Off => _known.Off;

    public bool IsOnFor(string component) => IsOn && !_known.Off.Contains(component);

    /// <summary>If the store fails, what was known stays.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _known = AutoRestartDocument.Deserialize((await store.ReadAsync(AutoRestartDocument.Key, cancellationToken))?.Value);
        }
        catch (StateStoreException exception)
        {
            LogNotRead(exception);
        }
    }

    /// <exception cref="StateStoreException">It was not stored.</exception>
    public async Task SetAsync(string component, bool isOn, CancellationToken cancellationToken)
    {
        var stored = await store.UpdateAsync(AutoRestartDocument.Key, json => AutoRestartDocument.Deserialize(json).With(component, isOn).Serialize(), null, cancellationToken);
        _known = AutoRestartDocument.Deserialize(stored?.Value);
    }

    [LoggerMessage(LogLevel.Warning, "auto_restart_not_read what was known stays")]
    private partial void LogNotRead(Exception exception);
}
