using Coordinator.Core.Execution.Drains;

namespace Coordinator.LocalHost.Journal;

/// <summary>A token that is cancelled while the coordinator drains, and another one when that has ended.</summary>
internal sealed partial class DrainHold : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Drain _drain;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private volatile CancellationTokenSource _held = new();
    private bool _isOn;

    /// <param name="changed">Told each time.</param>
    public DrainHold(Drain drain, Action changed, ILogger logger) => (_drain, _changed, _logger) = (drain, changed, logger);

    public CancellationToken Token => _held.Token;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _drain.Changed += Follow;
        await _drain.RefreshAsync(cancellationToken);
        Follow(this, EventArgs.Empty);
    }

    public void Dispose()
    {
        _drain.Changed -= Follow;
        _held.Dispose();
    }

    private void Follow(object? sender, EventArgs change)
    {
        CancellationTokenSource? begun = null;
        lock (_lock)
        {
            if (_drain.IsOn == _isOn)
            {
                return;
            }

            _isOn = !_isOn;
            if (_isOn)
            {
                begun = _held;
            }
            else
            {
                // Runs under way may still look at the old one: it is left to the collector.
                _held = new CancellationTokenSource();
            }
        }

        // Not within the lock: what was waiting may go on right here.
        begun?.Cancel();
        LogDrain(begun is null ? "off" : "on");
        _changed();
    }

    [LoggerMessage(LogLevel.Warning, "drain state={State}")]
    private partial void LogDrain(string state);
}
