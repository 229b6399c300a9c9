using Microsoft.AspNetCore.Http;

namespace Coordinator.Http;

/// <summary>Errors as RFC 9457 problem JSON. Clients decide by <c>type</c>; the texts are for people and may change.</summary>
public static class Problems
{
    /// <summary>What every <c>type</c> begins with.</summary>
    public const string TypePrefix = "urn:coordinator:problem:";

    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="type">Stable name in kebab case, e.g. <c>run-not-found</c>.</param>
    /// <param name="title">The same few words for every problem of this type.</param>
    /// <param name="detail">One or two sentences about this very case: what is wrong and what to do. No secrets, no stack trace.</param>
    public static IResult Create(int status, string type, string title, string detail) =>
        TypedResults.Problem(detail, instance: null, status, title, TypePrefix + type);
}
