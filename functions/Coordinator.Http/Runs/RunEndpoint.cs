using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Coordinator.Http.Runs;

/// <summary>One run: <c>GET /runs/{id}</c>, its events, and its stop.</summary>
internal sealed class RunEndpoint(RunReader reader, RunEventStreams streams, IRunStarter starter)
{
    private const int MaxStopBytes = 1024;

    public async Task<IResult> GetAsync(HttpRequest request) => await FindAsync(request) is { } run
        ? WebJson.Ok(await reader.DescribeAsync(run, request.HttpContext.RequestAborted))
        : NotFound(request);

    public async Task<IResult> EventsAsync(HttpRequest request) => await FindAsync(request) is { } run
        ? streams.Resume(run, request)
        : NotFound(request);

    /// <summary>202: the run will stop soon and say what had been done. 409: it has ended already.</summary>
    public async Task<IResult> StopAsync(HttpRequest request)
    {
        var (by, problem) = await ReadNameAsync(request);
        if (problem is not null)
        {
            return problem;
        }

        return await FindAsync(request) switch
        {
            null => NotFound(request),
            { Status: RunStatus.Answered or RunStatus.Failed or RunStatus.Stopped } => Ended(),
            _ => await starter.StopAsync(IdOf(request), by, request.HttpContext.RequestAborted)
                ? WebJson.Status(StatusCodes.Status202Accepted, new { RunId = IdOf(request), Status = "stopping" })
                : Ended(),
        };
    }

    private static async Task<(string By, IResult? Problem)> ReadNameAsync(HttpRequest request)
    {
        const string Anonymous = "api";
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || !request.HasJsonContentType())
        {
            return (Anonymous, null);
        }

        var body = await JsonBody.ReadAsync(request, MaxStopBytes, "user_id");
        if (body.Problem is { } problem)
        {
            return (Anonymous, problem);
        }

        return body.TryText("user_id", out var user) && UserId.IsValid(user)
            ? (user ?? Anonymous, null)
            : (Anonymous, Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", UserId.Rule));
    }

    private static IResult Ended() =>
        Problems.Create(StatusCodes.Status409Conflict, "run-finished", "The run has ended", "There is nothing left to stop.");

    private static string IdOf(HttpRequest request) => (string?)request.RouteValues["id"] ?? "";

    private static IResult NotFound(HttpRequest request) =>
        Problems.Create(StatusCodes.Status404NotFound, "run-not-found", "No such run", $"There is no run '{IdOf(request)}'.");

    private Task<RunRecord?> FindAsync(HttpRequest request) => reader.FindAsync(IdOf(request), request.HttpContext.RequestAborted);
}
