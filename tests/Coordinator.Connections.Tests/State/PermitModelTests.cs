using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using CsCheck;

namespace Coordinator.Connections.Tests.State;

/// <summary>The script and the code come to the same, whatever is asked in whatever order.</summary>
public sealed class PermitModelTests(SharedRedis redis)
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 3],
        (kind, holder, group, limit, way) => new Step(kind, $"h{holder}", $"g{group}", limit, way != 0, way == 1 ? TimeSpan.Zero : null));

    [Fact]
    public async Task Permits_WhenAskedAtRandom_AreTheSameOnRedisAndHere()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        var round = 0;
        await Steps.List[1, 60].SampleAsync(
            async steps =>
            {
                using var here = SqliteStateStore.OpenInMemory(TimeProvider.System);
                var pool = $"pool-{Interlocked.Increment(ref round)}";
                foreach (var step in steps)
                {
                    Assert.Equal(await step.DoAsync(here, pool), await step.DoAsync(store, pool));
                }
            },
            iter: 200, threads: 1);
    }

    private sealed record Step(int Kind, string Holder, string Group, int Limit, bool Waits, TimeSpan? Claims)
    {
        public async Task<string> DoAsync(IStateStore store, string pool)
        {
            var token = TestContext.Current.CancellationToken;
            var answer = Kind switch
            {
                < 6 => Shown(await store.AcquireAsync(new PermitRequest(pool, Holder, Group, Limit, TimeSpan.FromHours(1)) { Waits = Waits, Claims = Claims }, token)),
                6 => $"{await store.RenewAsync(pool, Holder, TimeSpan.FromHours(1), token)}",
                _ => $"{await store.ReleaseAsync(pool, Holder, token)}",
            };
            return $"{this}: {answer}, {await store.ReadPoolAsync(pool, token)}";
        }

        private static string Shown(PermitAnswer answer) => answer.IsGranted ? "granted" : $"{answer.Position}";
    }
}
