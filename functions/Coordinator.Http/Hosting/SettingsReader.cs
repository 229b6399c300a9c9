using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Coordinator.Core.Configuration;

namespace Coordinator.Http.Hosting;

/// <summary>Reads variables and collects what is wrong with them, so that a start says everything at once.</summary>
/// <param name="variable">The value of a variable; null or blank is unset.</param>
public sealed class SettingsReader(Func<string, string?> variable)
{
    private const string NumberRule = " must be a whole number";

    private readonly List<string> _problems = [];

    public Func<string, string?> Variable => variable;

    public string? Text(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public long Number(string name, long otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is > int.MinValue and < int.MaxValue)
        {
            return number;
        }

        _problems.Add($"{name} is '{text}': it{NumberRule}.");
        return otherwise;
    }

    public bool Flag(string name, bool otherwise = false)
    {
        var text = Text(name)?.ToLowerInvariant();
        if (text is not (null or "true" or "false"))
        {
            _problems.Add($"{name} is '{text}': it must be true or false.");
        }

        return text is null ? otherwise : text == "true";
    }

    /// <summary>Holds options to their own attributes.</summary>
    public void Check(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        Add(results.Select(result => result.ErrorMessage!));
        foreach (var rule in options.GetType().GetProperties().SelectMany(property => property.GetCustomAttributes<ValidationAttribute>()).Select(attribute => attribute.ErrorMessage ?? ""))
        {
            AddRange(rule);
        }
    }

    /// <summary>What could not be read as a number is told the range, too.</summary>
    private void AddRange(string rule)
    {
        if (rule.IndexOf(NumberRule, StringComparison.Ordinal) is var at && at < 0)
        {
            return;
        }

        for (var index = 0; index < _problems.Count; index++)
        {
            if (_problems[index].StartsWith($"{rule[..at]} is '", StringComparison.Ordinal) && _problems[index].EndsWith($"it{NumberRule}.", StringComparison.Ordinal))
            {
                _problems[index] = $"{_problems[index][..^1]}{rule[(at + NumberRule.Length)..]}";
            }
        }
    }

    public void Add(IEnumerable<string> problems) => _problems.AddRange(problems);

    /// <summary>Each names a variable, what is wrong with its value and what is allowed.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.Distinct()];

    /// <exception cref="ConfigException">Each line names a variable, what is wrong with its value and what is allowed.</exception>
    public void ThrowIfWrong()
    {
        if (_problems.Count > 0)
        {
            throw new ConfigException(string.Join('\n', Problems));
        }
    }
}
