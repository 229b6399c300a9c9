using Coordinator.Connections.Oca;
using Coordinator.Core.Failures;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Oca;

/// <summary>How a login went wrong, the same for a browser and for the command line.</summary>
/// <param name="Type">Of the problem.</param>
internal sealed record OcaProblem(int Status, string Type, string Title, string Detail)
{
    public static OcaProblem NotConfigured { get; } = new(StatusCodes.Status409Conflict, "oca-not-configured", "Oracle Code Assist is not configured",
        "It is none of this coordinator's providers. Set LLM_PROVIDER=oca, or name it in LLM_PROVIDER_PRIORITY.");

    public static OcaProblem Unavailable { get; } = new(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be used right now", "A login cannot be begun or ended without it. Try again in a moment.");

    public static OcaProblem Of(OcaLoginOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => new(StatusCodes.Status502BadGateway, "oca-provider-failed", "The login could not be completed", $"{ErrorText.EndWithStop(failure.Message)} Begin the login again."),
        _ when outcome == OcaLoginOutcome.Denied => new(StatusCodes.Status400BadRequest, "oca-login-denied", "The login was declined", "Nobody is logged in by it. Whoever was before, still is."),
        _ when outcome == OcaLoginOutcome.NotGranted => new(StatusCodes.Status400BadRequest, "oca-login-refused", "The login was not accepted", "Oracle's identity service did not grant it. Begin the login again."),
        _ => new(StatusCodes.Status400BadRequest, "oca-login-unknown", "There is no such login", "It was not begun here, was used already, or is older than ten minutes. Begin the login again."),
    };

    public IResult ToResult() => Problems.Create(Status, Type, Title, Detail);
}
