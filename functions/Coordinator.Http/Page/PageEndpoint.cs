using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Page;

/// <summary>The chat page and its files, compiled into the assembly.</summary>
internal sealed class PageEndpoint(PageFiles files)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task<IResult> IndexAsync(HttpRequest request) => Task.FromResult(Send(request, "index.html"));

    public Task<IResult> FileAsync(HttpRequest request) => Task.FromResult(Send(request, (string?)request.RouteValues["file"] ?? ""));

    private IResult Send(HttpRequest request, string name)
    {
        if (files.Find(name) is not { } file)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "not-found", "Not found", $"There is no '{request.Path}'.");
        }

        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }
}
