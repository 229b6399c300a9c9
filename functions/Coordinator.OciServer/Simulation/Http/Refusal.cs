using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>A refusal in OCI's form: <c>{"code": "…", "message": "…"}</c>.</summary>
internal static class Refusal
{
    public static IResult InvalidParameter(string message) => Of(400, "InvalidParameter", message);

    public static IResult NotAuthenticated() => Of(401, "NotAuthenticated", "The required information to complete authentication was not provided or was incorrect.");

    /// <summary>OCI does not say whether it is missing or hidden.</summary>
    public static IResult NotFound(string? id = null) => Of(404, "NotAuthorizedOrNotFound", $"Authorization failed or requested resource not found.{(id is null ? "" : $" ({id})")}");

    public static IResult IncorrectState(string message) => Of(409, "IncorrectState", message);

    public static IResult InvalidatedRetryToken() => Of(409, "InvalidatedRetryToken", "The provided retry token was used in an earlier request with other parameters.");

    public static IResult TooManyRequests() => Of(429, "TooManyRequests", "Too many requests for the user.");

    public static IResult Of(int status, string code, string message) => Results.Json(new { code, message }, statusCode: status);
}
