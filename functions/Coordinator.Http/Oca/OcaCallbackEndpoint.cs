using Coordinator.Connections.Oca;
using Coordinator.Core.Audit;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Oca;

/// <summary><c>GET /auth/oca</c>: where a browser comes back to from the identity service, if the login was begun for this address. Public; the state is the proof.</summary>
internal sealed class OcaCallbackEndpoint(AuditLog audit, OcaLogins? logins = null)
{
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        // Who only looks at a link must not use it up.
        if (!HttpMethods.IsGet(request.Method))
        {
            return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }

        return logins is null ? Show(request, OcaProblem.NotConfigured) : await EndAsync(request, logins);
    }

    private async Task<IResult> EndAsync(HttpRequest request, OcaLogins logins)
    {
        OcaLoginOutcome outcome;
        try
        {
            outcome = await logins.CompleteAsync(One(request, "state"), One(request, "code"), One(request, "error"), isHosted: true, request.HttpContext.RequestAborted);
        }
        catch (StateStoreException)
        {
            return Show(request, OcaProblem.Unavailable);
        }

        if (outcome.Token is null)
        {
            return Show(request, OcaProblem.Of(outcome));
        }

        await audit.RecordAsync("oca_login", outcome.Owner!, Caller.Of(request), null, CancellationToken.None);
        return OcaPage.Show(request.HttpContext, StatusCodes.Status200OK, "You are logged in", "The coordinator can use Oracle Code Assist now. You can close this page.");
    }

    private static IResult Show(HttpRequest request, OcaProblem problem) => OcaPage.Show(request.HttpContext, problem.Status, problem.Title, problem.Detail);

    /// <summary>Given twice it is not given.</summary>
    private static string? One(HttpRequest request, string name) => request.Query[name] is [{ } value] ? value : null;
}
