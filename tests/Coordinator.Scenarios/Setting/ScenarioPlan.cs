using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Coordinator.LocalHost;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Scenarios;

/// <summary>What surrounds the host in a scenario. What is left out is not configured.</summary>
internal sealed record ScenarioPlan
{
    public const string Secret = "scenario-signing-secret";

    private static readonly SlackSigner Signer = new(Secret);

    /// <summary>Null: the MCP servers of the configuration.</summary>
    public IToolServers? Tools { get; init; }

    public ModelStub? Model { get; init; }

    public SlackStub? Slack { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Null: one of its own, removed afterwards.</summary>
    public string? Folder { get; init; }

    public string ConfigFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "config");

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: those of the configuration.</summary>
    public ToolPolicy? Policy { get; init; }

    /// <summary>Time that steps under way get when the host stops.</summary>
    public TimeSpan? StopWithin { get; init; }

    /// <summary>How often and how long the health monitor looks. Null: it looks only when it is asked, or its timers would be among those that a test waits for.</summary>
    public HealthOptions? Health { get; init; }

    public Action<IServiceCollection>? More { get; init; }

    public static ToolPolicy PolicyOf(string tool, ToolRule rule, TimeSpan? timeLimit = null) =>
        new(new Dictionary<string, ToolRule> { [tool] = rule }, _ => timeLimit ?? TimeSpan.FromSeconds(30));

    public SignedSlackRequest Sign(byte[] payload) => Signer.Sign(payload, Clock.GetUtcNow());

    public Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["OCI_UNIFIED_ENABLED"] = "false" };
        if (Model is not null)
        {
            variables["ANTHROPIC_API_KEY"] = "test-key";
            variables["ANTHROPIC_BASE_URL"] = Model.AnthropicUrl.ToString();
        }

        if (Slack is not null)
        {
            variables["SLACK_BOT_TOKEN"] = "xoxb-scenario";
            variables["SLACK_SIGNING_SECRET"] = Secret;
            variables["SLACK_API_URL"] = Slack.Url;
        }

        foreach (var (name, value) in Settings)
        {
            variables[name] = value;
        }

        return variables;
    }

    public void Adjust(IServiceCollection services, RecordedLog log)
    {
        services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
        services.Replace(ServiceDescriptor.Singleton(Clock));
        if (Tools is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(Tools));
        }

        if (Policy is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(Policy));
        }

        if (Health is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(Health));
        }
        else if (services.FirstOrDefault(service => service.ImplementationType == typeof(HealthLoop)) is { } loop)
        {
            services.Remove(loop);
        }

        // Its timer would be among those that a test waits for, too; a drain of this process is heard of without it.
        services.Remove(services.First(service => service.ImplementationType == typeof(DrainWatch)));
        if (StopWithin is { } stopWithin)
        {
            services.Replace(ServiceDescriptor.Singleton(new RunnerOptions { StopWithin = stopWithin }));
        }

        More?.Invoke(services);
    }
}
