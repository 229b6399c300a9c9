using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Runs;

/// <summary>A run's events as the answer to a request.</summary>
/// <param name="After">Number of the last fact the client has seen; 0 for all.</param>
/// <param name="IsNew">The client has just started the run and must first be told its id.</param>
internal sealed record RunEventStream(RunEventStreams Streams, RunRecord Run, long After, bool IsNew) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Streams.SendAsync(httpContext, this);
}
