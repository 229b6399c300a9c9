namespace Coordinator.Core.Tools;

/// <summary>A progress notification of a running tool call.</summary>
/// <param name="Progress">Units done so far.</param>
/// <param name="Total">Units in all, if the server knows.</param>
/// <param name="Message">The server's own words.</param>
public sealed record ToolProgress(double Progress, double? Total, string? Message);
