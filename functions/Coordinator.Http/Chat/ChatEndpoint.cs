using Coordinator.Core.State;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Chat;

/// <summary><c>POST /chat</c> waits for the answer, <c>POST /chat/stream</c> shows how it comes about.</summary>
internal sealed class ChatEndpoint(ChatIntake intake, RunEnd end, RunReader reader, RunEventStreams streams, CoordinatorHttpOptions options)
{
    /// <summary>200 with the answer, or 202 with the run's address if it takes longer.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var (run, problem) = await intake.AcceptAsync(request);
        return run is null ? problem! : await AnswerAsync(run, request.HttpContext);
    }

    public async Task<IResult> StreamAsync(HttpRequest request)
    {
        var (run, problem) = await intake.AcceptAsync(request);
        if (run is null)
        {
            return problem!;
        }

        request.HttpContext.Response.Headers.Location = AddressOf(run);
        return streams.Start(run);
    }

    private async Task<IResult> AnswerAsync(RunRecord run, HttpContext context)
    {
        var finished = await end.WaitAsync(run.Request.RunId, options.AnswerWithin, context.RequestAborted);
        var current = await reader.FindAsync(run.Request.RunId, context.RequestAborted) ?? run;
        if (finished)
        {
            return WebJson.Ok(await reader.SummariseAsync(current, context.RequestAborted));
        }

        context.Response.Headers.Location = AddressOf(run);
        return WebJson.Status(StatusCodes.Status202Accepted, new { run.Request.RunId, current.Status });
    }

    private static string AddressOf(RunRecord run) => $"/runs/{Uri.EscapeDataString(run.Request.RunId)}";
}
