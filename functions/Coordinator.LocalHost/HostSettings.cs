using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Coordinator.Connections.Models;
using Coordinator.Connections.Slack;
using Coordinator.Core.Configuration;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.Http;
using Coordinator.LocalHost.Journal;

namespace Coordinator.LocalHost;

/// <summary>All settings of the process, read once at start. A bad value stops the start.</summary>
internal sealed record HostSettings
{
    public required RunLimitsOptions Limits { get; init; }

    public required RunnerOptions Runner { get; init; }

    public required MutationOptions Mutations { get; init; }

    public required CoordinatorHttpOptions Http { get; init; }

    public required ModelOptions Model { get; init; }

    public required SlackOptions Slack { get; init; }

    /// <exception cref="ConfigException">Each line names a variable, what is wrong with its value and what is allowed.</exception>
    public static HostSettings Read(Func<string, string?> variable)
    {
        var problems = new List<string>();
        var model = ModelSettings.Read(variable);
        problems.AddRange(model.Problems);
        var settings = new HostSettings
        {
            Limits = new RunLimitsOptions
            {
                MaxModelTurns = (int)Number("RUN_MAX_MODEL_TURNS", 12),
                MaxToolCalls = (int)Number("RUN_MAX_TOOL_CALLS", 40),
                MaxParallelToolCalls = (int)Number("RUN_MAX_PARALLEL_TOOL_CALLS", 8),
                DeadlineMinutes = (int)Number("RUN_DEADLINE_MINUTES", 15),
                MaxTokens = Number("RUN_MAX_TOKENS", 200_000),
                MaxIdenticalCalls = (int)Number("RUN_MAX_IDENTICAL_CALLS", 3),
            },
            Runner = new RunnerOptions
            {
                ActiveRuns = (int)Number("RUN_MAX_ACTIVE", 64),
                RetentionDays = (int)Number("RUN_RETENTION_DAYS", 30),
                StopWithin = TimeSpan.FromSeconds(Number("RUN_STOP_WITHIN", 10)),
            },
            Mutations = new MutationOptions { AllowMutations = Flag("ALLOW_MUTATIONS") },
            Http = new CoordinatorHttpOptions { AdminKey = NullIfBlank(variable("COORDINATOR_ADMIN_KEY")) },
            Model = model.Options,
            Slack = new SlackOptions
            {
                BotToken = NullIfBlank(variable(SlackOptions.BotTokenVariable)),
                SigningSecret = NullIfBlank(variable(SlackOptions.SigningSecretVariable)),
                ApiUrl = NullIfBlank(variable(SlackOptions.ApiUrlVariable)) ?? new SlackOptions().ApiUrl,
                RequestTimeout = TimeSpan.FromSeconds(Number(SlackOptions.RequestTimeoutVariable, 10)),
            },
        };
        problems.AddRange(SlackOptionsValidator.Problems(settings.Slack));
        foreach (var options in new object[] { settings.Limits, settings.Runner, settings.Http })
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            problems.AddRange(results.Select(result => result.ErrorMessage!));
        }

        return problems.Count == 0 ? settings : throw new ConfigException(string.Join('\n', problems.Distinct()));

        long Number(string name, long otherwise)
        {
            var text = NullIfBlank(variable(name));
            if (text is null)
            {
                return otherwise;
            }

            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is > int.MinValue and < int.MaxValue)
            {
                return number;
            }

            problems.Add($"{name} is '{text}': it must be a whole number.");
            return otherwise;
        }

        bool Flag(string name)
        {
            var text = NullIfBlank(variable(name))?.ToLowerInvariant();
            if (text is not (null or "true" or "false"))
            {
                problems.Add($"{name} is '{text}': it must be true or false.");
            }

            return text == "true";
        }
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
