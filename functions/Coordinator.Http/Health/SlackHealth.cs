using Coordinator.Core.Health;

namespace Coordinator.Http.Health;

/// <summary>Does Slack accept our token? The answer is also what <c>GET /slack/status</c> shows.</summary>
internal sealed class SlackHealth(SlackConnection slack) : IHealthProbe
{
    public string Component => "slack";

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => await slack.AskAsync(cancellationToken) switch
    {
        null => CheckResult.NotConfigured(),
        { Failure: { } failure } => CheckResult.Failed(failure),
        { Value: var identity } => CheckResult.Healthy(identity?.Team),
    };
}
