using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;

namespace Coordinator.Core.Health;

/// <summary>
/// Looks at one MCP server. A circuit that is closed is none of its business: it neither counts nor clears anything there.
/// One that is not may be tried by the check as by a call, if the check gets to be the one probe; a success then closes it on trial.
/// </summary>
public sealed class ServerCheck(IServerSessions sessions, Circuits circuits, CheckRunner runner)
{
    private static readonly Failure Stopped = new(FailureClass.Cancelled, "It did not end.");

    public async Task RunAsync(string server, CancellationToken cancellationToken)
    {
        var probes = new List<CircuitPass>();
        foreach (var kind in Enum.GetValues<CallKind>())
        {
            if (await circuits.EnterAsProbeAsync(server, kind, runner.Within, cancellationToken) is { } probe)
            {
                probes.Add(probe);
            }
        }

        Failure? failure = Stopped;
        try
        {
            failure = (await runner.RunAsync(HealthBoard.ComponentOf(server), token => AskAsync(server, token), cancellationToken)).Failure;
        }
        finally
        {
            // Also of a check that was cancelled: a probe that nobody reports keeps its lease.
            foreach (var probe in probes)
            {
                await circuits.ReportAsync(probe, failure, CancellationToken.None);
            }
        }
    }

    private async Task<CheckResult> AskAsync(string server, CancellationToken cancellationToken) =>
        await sessions.CheckAsync(server, cancellationToken) is { } failure ? CheckResult.Failed(failure) : CheckResult.Healthy();
}
