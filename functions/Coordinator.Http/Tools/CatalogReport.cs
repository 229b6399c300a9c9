using Coordinator.Core.Tools.Validation;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Tools;

/// <summary>Says in the log how the catalog is, once the servers are connected. Nothing waits for it, and nothing is stopped by it.</summary>
internal sealed partial class CatalogReport(ToolValidator validator, ILogger<CatalogReport> logger)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var report = await validator.ValidateAsync(cancellationToken);
        LogValidated(report.Valid, report.Tools, report.Servers, report.Errors.Count(), report.Warnings.Count());
        foreach (var error in report.Errors)
        {
            LogError(error.ToolName, error.Server, error.Code, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "tool_catalog_validated valid={Valid} tools={Tools} servers={Servers} errors={Errors} warnings={Warnings}")]
    private partial void LogValidated(bool valid, int tools, int servers, int errors, int warnings);

    [LoggerMessage(LogLevel.Warning, "tool_catalog_error tool={Tool} server={Server} code={Code} {Message}")]
    private partial void LogError(string tool, string? server, string code, string message);
}
