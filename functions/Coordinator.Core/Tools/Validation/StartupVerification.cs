using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Runbook 8.2: whether each category works, shown by one read that <c>tool-catalog.yaml</c> names. Nothing is guessed, and a write is never called.</summary>
public sealed class StartupVerification(ToolGate gate, ToolPolicy policy, ToolCatalogConfig config, IToolServers servers, Guard guard, TimeProvider time)
{
    /// <summary>An administrator is waiting.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>By category; all side by side.</summary>
    public async Task<IReadOnlyDictionary<string, StartupCheck>> VerifyAsync(CancellationToken cancellationToken)
    {
        var catalog = await gate.CatalogAsync(cancellationToken);
        var checks = await Task.WhenAll(config.Startup.Select(async read => (read.Category, Check: await VerifyAsync(read, catalog, cancellationToken))));
        return checks.ToDictionary(check => check.Category, check => check.Check);
    }

    private async Task<StartupCheck> VerifyAsync(StartupRead read, ToolCatalog catalog, CancellationToken cancellationToken)
    {
        if (catalog.CanonicalName(read.Tool) is not { } name)
        {
            return StartupCheck.Skipped(read.Tool, $"No connected server has '{read.Tool}'.");
        }

        var tool = catalog.Tools[name];
        var rule = policy.Classify(tool);
        if (rule.Write)
        {
            return StartupCheck.Skipped(name, "It changes something, so it is not called: name a read in tool-catalog.yaml.");
        }

        var problems = new ToolSchema(tool.InputSchema).ProblemsOf(GivenArgument.Of(read.Arguments)).ToList();
        return problems.Count > 0
            ? StartupCheck.Skipped(name, $"Not called: {string.Join(", ", problems)}. Give its arguments in tool-catalog.yaml.")
            : await CallAsync(read, name, tool, rule, cancellationToken);
    }

    private async Task<StartupCheck> CallAsync(StartupRead read, string name, ToolDefinition tool, ToolRule rule, CancellationToken cancellationToken)
    {
        var call = new ToolCall
        {
            RunId = "startup-verification",
            StepKey = read.Category,
            Server = tool.Server,
            Tool = tool.Name,
            Arguments = read.Arguments,
            TimeLimit = rule.TimeLimit < Longest ? rule.TimeLimit : Longest,
        };
        var start = time.GetTimestamp();
        var outcome = await guard.ExecuteAsync(
            new GuardedTarget(tool.Server, tool.Name, CallKind.Read, call.TimeLimit, new BulkheadEntry($"{call.RunId}:{Ulid.NewUlid(time.GetUtcNow())}", call.RunId)),
            token => servers.CallAsync(call, null, token),
            cancellationToken);
        return Judge(name, outcome, (long)time.GetElapsedTime(start).TotalMilliseconds);
    }

    private static StartupCheck Judge(string name, Outcome<ToolResult> outcome, long took)
    {
        if (!outcome.IsSuccess)
        {
            return StartupCheck.Failed(name, outcome.Failure.Message, took);
        }

        if (outcome.Value.IsError)
        {
            return StartupCheck.Failed(name, ToolFailure.Explain(outcome.Value.Structured, outcome.Value.Text), took);
        }

        var sight = ToolSight.Of(outcome.Value);
        return sight.Error is { } error ? StartupCheck.Failed(name, error, took) : StartupCheck.Healthy(name, sight, took);
    }
}

/// <param name="Status"><c>healthy</c>, <c>error</c> or <c>skipped</c>.</param>
public sealed record StartupCheck(string Status, string Tool)
{
    public long? DurationMs { get; init; }

    public string? Error { get; init; }

    /// <summary>What the answer showed, or why there is none.</summary>
    public string? Message { get; init; }

    internal static StartupCheck Skipped(string tool, string reason) => new("skipped", tool) { Message = reason };

    internal static StartupCheck Failed(string tool, string error, long took) => new("error", tool) { Error = error, DurationMs = took };

    internal static StartupCheck Healthy(string tool, ToolSight sight, long took) => new("healthy", tool) { Message = sight.Words, DurationMs = took };
}
