using Coordinator.Core.Failures;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Runs;

/// <summary>Makes a request of the API a durable run; the same id is the same run.</summary>
internal sealed partial class RunAcceptance(IRunStarter starter, IRunMemory memory, ILogger<RunAcceptance> logger)
{
    /// <summary>Either the durable run, which may be that of an earlier request with the same <c>Idempotency-Key</c>, or the problem.</summary>
    public async Task<(RunRecord? Run, IResult? Problem)> AcceptAsync(RunRequest run, HttpContext context)
    {
        try
        {
            // Once begun it is not given up with the connection: the caller may ask again with the same key.
            if (await starter.StartAsync(run, CancellationToken.None))
            {
                LogAccepted(run.RunId);
            }
        }
        catch (Exception exception) when (!exception.IsCausedBy(context.RequestAborted))
        {
            LogNotDurable(run.RunId, exception);
            context.Response.Headers.RetryAfter = "5";
            return (null, Problems.Create(StatusCodes.Status503ServiceUnavailable, "not-stored", "The message could not be stored",
                "It was not accepted, and nothing was done. Try again in a few seconds."));
        }

        var stored = await memory.FindRunAsync(run.RunId, context.RequestAborted)
            ?? throw new RunMemoryException($"Run {run.RunId} was stored but is not there.");
        return (stored, null);
    }

    public static IResult Conflict(RunRequest run, string what, string fields) =>
        Problems.Create(StatusCodes.Status422UnprocessableEntity, "idempotency-conflict", $"Idempotency-Key was used for another {what}",
            $"The key belongs to run '{run.RunId}' with another {fields}. Use a new key for a new {what}.");

    [LoggerMessage(LogLevel.Information, "chat_accepted run_id={RunId}")]
    private partial void LogAccepted(string runId);

    [LoggerMessage(LogLevel.Error, "chat_not_stored run_id={RunId}")]
    private partial void LogNotDurable(string runId, Exception exception);
}
