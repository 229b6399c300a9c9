namespace Coordinator.Core.Health;

/// <summary>How one component is looked at. MCP servers, which come and go, have <see cref="ServerCheck"/>.</summary>
public interface IHealthProbe
{
    /// <summary><c>redis</c>, <c>llm</c>, <c>slack</c>, <c>journal</c> or <c>durable</c>.</summary>
    string Component { get; }

    /// <summary>A real question to the component. What is thrown counts as a failed check; the time limit is the token's.</summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken);
}
