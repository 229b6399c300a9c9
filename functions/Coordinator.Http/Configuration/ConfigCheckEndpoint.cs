using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Configuration;

/// <summary><c>POST /config/check</c>: what is wrong with files and settings as they are now, and which files the running host has read otherwise.</summary>
internal sealed class ConfigCheckEndpoint(IConfigCheck? check = null)
{
    private const int MaxBytes = 1024;

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (check is null)
        {
            return Problems.Create(StatusCodes.Status501NotImplemented, "no-configuration", "This host has no configuration folder", "It was put together without one.");
        }

        var report = check.Check();
        return WebJson.Ok(new { report.Valid, report.Folder, report.Problems, report.Warnings, report.Files });
    }
}
