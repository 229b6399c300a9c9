using System.Globalization;
using Coordinator.Core.Failures;
using Coordinator.Core.State;

namespace Coordinator.Connections.State;

/// <summary>Finds out whether a store can be used: by writing, since one that is full or read-only answers questions all the same.</summary>
internal sealed class StateProbe(IStateStore store)
{
    private static readonly TimeSpan Lives = TimeSpan.FromSeconds(1);

    private readonly string _prefix = $"oci:probe:{Guid.NewGuid():N}:";
    private int _number;

    /// <summary>Null: it can.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        var key = _prefix + Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        try
        {
            await store.WriteAsync(key, "", 0, Lives, cancellationToken);
            return null;
        }
        catch (StateStoreException ex)
        {
            return ex.Message;
        }
        catch (Exception ex) when (!ex.IsCausedBy(cancellationToken))
        {
            return $"It could not be tried ({ex.GetType().Name}).";
        }
    }
}
