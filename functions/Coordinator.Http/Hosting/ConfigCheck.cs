using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;
using Coordinator.Http.Configuration;

namespace Coordinator.Http.Hosting;

/// <summary>Reads the configuration as a start would, and says what is wrong with all of it.</summary>
/// <param name="folder">The configuration folder.</param>
/// <param name="variable">Settings, and what <c>${NAME}</c> in files stands for.</param>
/// <param name="settings">What is wrong with the settings of this host, given the files if they can be read.</param>
/// <param name="loaded">What the running host has read; null: none runs, or it could not read it.</param>
public sealed partial class ConfigCheck(string folder, Func<string, string?> variable, Func<ConfigFiles?, IEnumerable<string>> settings, TimeProvider time, ConfigFiles? loaded = null) : IConfigCheck
{
    /// <summary>A shorter value is no secret, and would be found in half of all words.</summary>
    private const int ShortestSecret = 6;

    public ConfigReport Check()
    {
        var problems = new List<ConfigFinding>();
        IReadOnlyDictionary<string, string> texts = new Dictionary<string, string>();
        ConfigFiles? files = null;
        try
        {
            texts = ConfigFiles.ReadTexts(folder);
            var found = new List<ConfigProblem>();
            files = ConfigFiles.Parse(texts, variable, time, found);
            problems.AddRange(found.Select(problem => new ConfigFinding(problem.File, problem.Line, problem.Column, problem.Field.Length == 0 ? null : problem.Field, WithoutSecrets(problem.Message, texts.Values))));
        }
        catch (ConfigException exception)
        {
            problems.Add(new ConfigFinding(null, null, null, null, exception.Message));
        }

        problems.AddRange(settings(files).Distinct().Select(problem => new ConfigFinding(null, null, null, Name().Match(problem) is { Success: true } name ? name.Value : null, WithoutSecrets(problem, texts.Values))));
        return new ConfigReport(Path.GetFullPath(folder), problems, [.. ConfigFiles.Unread(folder).Select(NotRead)], loaded is null ? [] : Compare(ConfigFiles.DigestsOf(texts), loaded.Digests));
    }

    private static ConfigFinding NotRead(string file) => new(file, null, null, null, "Nobody reads a file of this name: is it misspelt?");

    private static List<ConfigFileState> Compare(IReadOnlyDictionary<string, string> now, IReadOnlyDictionary<string, string> loaded) =>
        [.. now.Keys.Union(loaded.Keys).Order(StringComparer.Ordinal).Select(file => new ConfigFileState(file, (now.GetValueOrDefault(file), loaded.GetValueOrDefault(file)) switch
        {
            (null, _) => ConfigFileChange.Removed,
            (_, null) => ConfigFileChange.New,
            var (one, other) => one == other ? ConfigFileChange.Loaded : ConfigFileChange.Changed,
        }))];

    /// <summary>A value that came into a file by <c>${NAME}</c> may be quoted by what is said of it.</summary>
    private string WithoutSecrets(string message, IEnumerable<string> texts)
    {
        foreach (var name in texts.SelectMany(text => ConfigVariables.Reference().Matches(text)).Select(match => match.Groups[1].Value).Distinct().Where(name => Secret().IsMatch(name)))
        {
            if (variable(name) is { Length: >= ShortestSecret } value)
            {
                message = message.Replace(value, "***", StringComparison.Ordinal);
            }
        }

        return message;
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")]
    private static partial Regex Name();

    [GeneratedRegex("KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|CONNECTION|URL", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
