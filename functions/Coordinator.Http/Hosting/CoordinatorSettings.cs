using System.ComponentModel.DataAnnotations;
using Coordinator.Connections.Models;
using Coordinator.Connections.Slack;
using Coordinator.Connections.State;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Health;
using Coordinator.Core.Registrations;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.Http.Telemetry;

namespace Coordinator.Http.Hosting;

/// <summary>The settings that every host has, read once at start.</summary>
public sealed record CoordinatorSettings
{
    public required RunLimitsOptions Limits { get; init; }

    public required MutationOptions Mutations { get; init; }

    public required DrainSwitch Drain { get; init; }

    public required BreakerOptions Breaker { get; init; }

    public required HealthOptions Health { get; init; }

    public required ModelRateOptions ModelRate { get; init; }

    public required DeadLetterOptions DeadLetters { get; init; }

    public required RegistrationOptions Registration { get; init; }

    public required StateStoreOptions State { get; init; }

    public required CoordinatorHttpOptions Http { get; init; }

    public required ModelOptions Model { get; init; }

    public required SlackOptions Slack { get; init; }

    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>Days that a finished run is kept (<c>RUN_RETENTION_DAYS</c>).</summary>
    [Range(1, 3650, ErrorMessage = "RUN_RETENTION_DAYS must be a whole number from 1 to 3650.")]
    public required int RetentionDays { get; init; }

    /// <param name="socketMode">The host opens connections to Slack if it is told to (<c>SLACK_APP_TOKEN</c>); else that variable is none of its.</param>
    public static CoordinatorSettings Read(SettingsReader reader, bool socketMode = false)
    {
        var model = ModelSettings.Read(reader.Variable);
        var hosts = AllowedHosts.Parse(reader.Text(RegistrationOptions.HostsVariable), out var hostProblems);
        var interval = TimeSpan.FromSeconds(reader.Number(HealthOptions.IntervalVariable, 60));
        var telemetry = TelemetryOptions.Read(reader.Text, reader.Flag(TelemetryOptions.DisabledVariable), out var telemetryProblems);
        var settings = new CoordinatorSettings
        {
            Limits = new RunLimitsOptions
            {
                MaxModelTurns = (int)reader.Number("RUN_MAX_MODEL_TURNS", 12),
                MaxToolCalls = (int)reader.Number("RUN_MAX_TOOL_CALLS", 40),
                MaxParallelToolCalls = (int)reader.Number("RUN_MAX_PARALLEL_TOOL_CALLS", 8),
                DeadlineMinutes = (int)reader.Number("RUN_DEADLINE_MINUTES", 15),
                MaxTokens = reader.Number("RUN_MAX_TOKENS", 200_000),
                MaxIdenticalCalls = (int)reader.Number("RUN_MAX_IDENTICAL_CALLS", 3),
            },
            Mutations = new MutationOptions { AllowMutations = reader.Flag("ALLOW_MUTATIONS") },
            Breaker = new BreakerOptions
            {
                Threshold = (int)reader.Number("CIRCUIT_BREAKER_THRESHOLD", 3),
                OpenFor = TimeSpan.FromSeconds(reader.Number("CIRCUIT_BREAKER_TIMEOUT", 60)),
            },
            ModelRate = new ModelRateOptions
            {
                IsOn = reader.Flag(ModelRateOptions.Variable, otherwise: true),
                MaxConcurrent = (int)reader.Number("LLM_MAX_CONCURRENT", 5),
                RequestsPerMinute = (int)reader.Number("LLM_REQUESTS_PER_MINUTE", 0),
                TokensPerMinute = (int)reader.Number("LLM_TOKENS_PER_MINUTE", 0),
            },
            DeadLetters = new DeadLetterOptions { RetentionDays = (int)reader.Number("DLQ_RETENTION_DAYS", 7) },
            Registration = new RegistrationOptions { Hosts = hosts, Variable = reader.Variable },
            State = new StateStoreOptions
            {
                // Empty is not unset: it says that the memory of this process will do.
                RedisUrl = reader.Variable(StateStoreOptions.RedisUrlVariable)?.Trim(),
                Timeout = TimeSpan.FromMilliseconds(reader.Number(StateStoreOptions.TimeoutVariable, 1000)),
            },
            Drain = new DrainSwitch(reader.Flag(DrainSwitch.Variable)),
            Http = new CoordinatorHttpOptions
            {
                AdminKey = reader.Text("COORDINATOR_ADMIN_KEY"),
                SlackCheckedEvery = interval,
            },
            Health = new HealthOptions { Interval = interval, AutoRestart = reader.Flag(HealthOptions.AutoRestartVariable, otherwise: true) },
            Model = model.Options,
            Slack = new SlackOptions
            {
                BotToken = reader.Text(SlackOptions.BotTokenVariable),
                SigningSecret = reader.Text(SlackOptions.SigningSecretVariable),
                AppToken = socketMode ? reader.Text(SlackOptions.AppTokenVariable) : null,
                Sockets = socketMode ? (int)reader.Number(SlackOptions.SocketsVariable, new SlackOptions().Sockets) : new SlackOptions().Sockets,
                ApiUrl = reader.Text(SlackOptions.ApiUrlVariable) ?? new SlackOptions().ApiUrl,
                RequestTimeout = TimeSpan.FromSeconds(reader.Number(SlackOptions.RequestTimeoutVariable, 10)),
            },
            Telemetry = telemetry,
            RetentionDays = (int)reader.Number("RUN_RETENTION_DAYS", 30),
        };
        reader.Add(model.Problems);
        reader.Add(hostProblems);
        reader.Add(telemetryProblems);
        reader.Add(SlackOptionsValidator.Problems(settings.Slack));
        reader.Add(StateStoreOptionsValidator.Problems(settings.State));
        reader.Check(settings.Limits);
        reader.Check(settings.Breaker);
        reader.Check(settings.ModelRate);
        reader.Check(settings.DeadLetters);
        reader.Check(settings.Http);
        reader.Check(settings.Health);
        reader.Check(settings);
        return settings;
    }
}
