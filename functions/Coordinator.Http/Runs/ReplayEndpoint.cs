using Coordinator.Core.Runs;
using Coordinator.Core.Runs.Replay;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Runs;

/// <summary><c>POST /runs/{id}/replay</c>: whether the policy of this version would have decided the same. It reads, and does nothing else.</summary>
internal sealed class ReplayEndpoint(IRunMemory memory)
{
    private const int MaxBytes = 1024;

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var runId = (string?)request.RouteValues["id"] ?? "";
        if (await memory.FindRequestAsync(runId, request.HttpContext.RequestAborted) is not { } run)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "run-not-found", "No such run", $"There is no run '{runId}'.");
        }

        var facts = await memory.ReadFactsAsync(runId, 0, request.HttpContext.RequestAborted);
        var report = RunReplay.Of(run, [.. facts.Select(stored => stored.Fact)]);
        return WebJson.Ok(new
        {
            RunId = runId,
            Same = report.FirstDifference is null,
            report.Summary,
            FirstDifference = report.FirstDifference?.Number,
            report.PolicyVersion,
            OwnPolicyVersion = RunPolicy.Version,
            report.Facts,
            report.Next,
        });
    }
}
