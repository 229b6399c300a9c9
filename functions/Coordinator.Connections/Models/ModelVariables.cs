using System.Globalization;

namespace Coordinator.Connections.Models;

/// <summary>Reads variables and collects what is wrong with them.</summary>
internal sealed class ModelVariables(Func<string, string?> variable)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public string? Text(string name) => variable(name)?.Trim() is { Length: > 0 } text ? text : null;

    public void Problem(string problem)
    {
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    public string Missing(string name, ProviderVariables provider)
    {
        Problem($"{name} is not set: the provider {provider.Name} needs it.");
        return "";
    }

    public string? Key(string name)
    {
        var key = Text(name);
        if (key is not null && key.Any(character => character is <= ' ' or > '~'))
            Problem($"{name} holds blanks or characters outside ASCII: it must be the key as the provider shows it.");
        return key;
    }

    public double Number(string name, double least, double most, bool whole, double unset)
    {
        if (Text(name) is not { } text)
            return unset;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most && (!whole || double.IsInteger(number)))
            return number;
        Problem(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}': it must be a {(whole ? "whole " : "")}number from {least:0.##} to {most:0.##}."));
        return unset;
    }

    /// <param name="needsTls">Plain http to this machine only.</param>
    public Uri? Url(string name, bool needsTls = false)
    {
        if (Text(name) is not { } text)
            return null;
        var valid = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (valid && needsTls && url!.Scheme == "http" && !url.IsLoopback)
        {
            Problem($"{name} is '{text}': it must be an https URL, or an http one of this machine.");
            return null;
        }

        if (valid && url!.UserInfo.Length == 0)
            return url;
        Problem(valid
            ? $"{name} holds a user name or password: it must be a plain http or https URL, the key has its own variable."
            : $"{name} is '{text}': it must be an absolute http or https URL.");
        return null;
    }
}
