using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>Makes one check within its time limit; whatever goes wrong is a failed check, and the component's state is what comes of it.</summary>
public sealed partial class CheckRunner(HealthBoard board, HealthOptions options, TimeProvider time, ILogger<CheckRunner> logger)
{
    public TimeSpan Within => options.CheckWithin;

    /// <exception cref="OperationCanceledException">The process ends; it says nothing of the component.</exception>
    public async Task<CheckResult> RunAsync(string component, Func<CancellationToken, Task<CheckResult>> check, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = await LimitedAsync(component, check, cancellationToken);
        board.Change(component, before => HealthPolicy.Checked(before, result, time.GetElapsedTime(started), time.GetUtcNow()));
        return result;
    }

    private async Task<CheckResult> LimitedAsync(string component, Func<CancellationToken, Task<CheckResult>> check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.CheckWithin, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A check that does not end with its token is left behind: the others are not held up.
            return await check(ended.Token).WaitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Failed(new Failure(FailureClass.Timeout, $"No answer within {options.CheckWithin.TotalSeconds:0.###} s."));
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogBroke(component, exception);
            return CheckResult.Failed(new Failure(FailureClass.Unknown, $"The check failed ({exception.GetType().Name}); the log has the details."));
        }
    }

    [LoggerMessage(LogLevel.Warning, "health_check_broke component={Component}")]
    private partial void LogBroke(string component, Exception exception);
}
