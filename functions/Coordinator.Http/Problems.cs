using Microsoft.AspNetCore.Http;

namespace Coordinator.Http;

/// <summary>Errors as RFC 9457 problem JSON.</summary>
internal static class Problems
{
    /// <param name="type">Slug; the problem's type is <c>urn:coordinator:problem:{slug}</c> and never changes.</param>
    public static IResult Create(int status, string type, string title, string detail) =>
        Results.Problem(statusCode: status, type: $"urn:coordinator:problem:{type}", title: title, detail: detail);
}
