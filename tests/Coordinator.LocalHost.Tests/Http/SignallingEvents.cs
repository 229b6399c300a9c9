using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Coordinator.Core.Live;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Tells a test when somebody has begun to watch a run.</summary>
internal sealed class SignallingEvents(IRunEvents inner) : IRunEvents
{
    private readonly Channel<string> _watched = Channel.CreateUnbounded<string>();

    public ValueTask<string> NextWatcherAsync() => _watched.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async IAsyncEnumerable<RunEvent> SubscribeAsync(string runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = inner.SubscribeAsync(runId, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = events.MoveNextAsync();
        await _watched.Writer.WriteAsync(runId, cancellationToken);
        try
        {
            while (await next)
            {
                yield return events.Current;
                next = events.MoveNextAsync();
            }
        }
        finally
        {
            await events.DisposeAsync();
        }
    }
}
