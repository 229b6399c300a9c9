using Coordinator.Core.Tools.Validation;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>POST /tools/validate</c> (runbook 8.1 and 8.2); <c>{"startup": false}</c> calls no tool.</summary>
internal sealed class ToolValidationEndpoint(ToolValidator validator, StartupVerification startup)
{
    private const int MaxBody = 10_000;

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBody, "startup");
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (!body.TryFlag("startup", true, out var verifies))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-field", "A field is not valid", "'startup' must be true or false.");
        }

        var report = await validator.ValidateAsync(request.HttpContext.RequestAborted);
        return WebJson.Ok(new
        {
            report.Valid,
            Summary = report.Summary(),
            Errors = report.Errors.Select(Shown),
            Warnings = report.Warnings.Select(Shown),
            Info = report.Notes.Select(Shown),
            Startup = verifies ? await startup.VerifyAsync(request.HttpContext.RequestAborted) : null,
        });
    }

    private static object Shown(ToolIssue issue) => new { issue.ToolName, issue.Server, issue.Severity, issue.Code, issue.Message };
}
