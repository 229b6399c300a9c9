using Coordinator.Core.DeadLetters;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.DeadLetters;

internal static class DeadLetterProblems
{
    public static IResult Invalid(string detail) => Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", detail);

    public static IResult UnknownType(string field, string type) => Problems.Create(
        StatusCodes.Status400BadRequest, "unknown-failure-type", "No such failure type", $"{field} is '{type}'; known are {string.Join(", ", FailureTypes.All)}.");

    public static IResult NotFound(string id) => Problems.Create(
        StatusCodes.Status404NotFound, "dead-letter-not-found", "No such dead letter", $"There is no dead letter '{id}': it was retried, discarded or is too old. GET /dlq lists them.");

    public static IResult Conflict(string detail) => Problems.Create(StatusCodes.Status409Conflict, "dead-letter-conflict", "Not possible with this dead letter now", detail);
}
