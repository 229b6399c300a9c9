using Coordinator.Connections.Redis;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.State;

/// <summary>What is wrong with the settings; each text names the variable and what is allowed, and none repeats a part of the URL: it may be the password.</summary>
public sealed class StateStoreOptionsValidator : IValidateOptions<StateStoreOptions>
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, StateStoreOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static IEnumerable<string> Problems(StateStoreOptions options)
    {
        if (!string.IsNullOrEmpty(options.RedisUrl) && !RedisUrl.TryParse(options.RedisUrl, out _, out var problem))
        {
            yield return $"{StateStoreOptions.RedisUrlVariable} {problem}";
        }

        if (options.Timeout < ShortestTimeout || options.Timeout > LongestTimeout)
        {
            yield return $"{StateStoreOptions.TimeoutVariable} is {options.Timeout.TotalMilliseconds:0.###} ms; allowed are 50 to 30000.";
        }
    }
}
