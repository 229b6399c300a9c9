using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Queue;

namespace Coordinator.Core.Monitoring;

internal sealed class DeadLetterCount(DeadLetterList letters) : IKeyMetricSource
{
    public async Task<KeyMetric> ReadAsync(CancellationToken cancellationToken) => new(
        "dead_letters", "Operations that failed for good and wait for a retry.", (await letters.ReadAsync(new DeadLetterQuery { Take = 1 }, cancellationToken)).Total, "", 50, 100, IsShared: true);
}
