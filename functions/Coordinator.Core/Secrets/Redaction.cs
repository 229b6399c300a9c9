using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordinator.Core.Secrets;

/// <summary>Takes out what looks like a secret: values under telling names, however deep, and texts that are one or hold one. Better one too many than one too few.</summary>
public static partial class Redaction
{
    public const string Placeholder = "[redacted]";

    /// <summary>Deeper than any tool's arguments; what is beyond is taken out as a whole.</summary>
    private const int MaxDepth = 32;

    /// <summary>A copy that may be shown.</summary>
    public static JsonNode? Of(JsonElement value) => Of(value, 0);

    /// <summary>A text that may be shown.</summary>
    public static string Of(string text)
    {
        text = PrivateKey().Replace(text, Placeholder);
        text = UserInfo().Replace(text, $"$1{Placeholder}@");
        text = Scheme().Replace(text, $"$1 {Placeholder}");
        text = Assigned().Replace(text, $"$1{Placeholder}");
        text = IdentifiedBy().Replace(text, $"$1 {Placeholder}");
        return Token().Replace(text, Placeholder);
    }

    /// <summary>Whether what stands under this name is taken out whatever it is.</summary>
    public static bool IsTelling(string name) => TellingName().IsMatch(name);

    private static JsonNode? Of(JsonElement value, int depth)
    {
        if (depth > MaxDepth)
        {
            return Placeholder;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = IsTelling(member.Name) && member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False)
                        ? Placeholder
                        : Of(member.Value, depth + 1);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => Of(item, depth + 1))]);
            case JsonValueKind.String:
                return Of(TextOf(value));
            case JsonValueKind.Undefined:
                return null;
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    /// <summary>Half of a surrogate pair is valid JSON, but no text.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Placeholder;
        }
    }

    // pagination tokens are no secrets; a key of a map or a cache is none either.
    [GeneratedRegex(
        "pass(word|wd|phrase|code)?s?$|secret|credential|authori[sz]ation|private[_-]?key|api[_-]?key|access[_-]?key|signing[_-]?key|(?<!page[_-]?|next[_-]?|continuation[_-]?|max[_-]?|opc[_-]?retry[_-]?)token$|cookie|session[_-]?id|connection[_-]?string|wallet|^pin$|^otp$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TellingName();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    /// <summary>https://user:password@host, user/password@host of a database.</summary>
    [GeneratedRegex("([a-z][a-z0-9+.-]*://)[^/@\\s:]*:[^/@\\s]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex("\\b(Bearer|Basic)\\s+[A-Za-z0-9+/=._~-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        "((?:pass(?:word|wd|phrase|code)?|secret|api[_-]?key|access[_-]?key|private[_-]?key|(?:access|auth|refresh|bearer|security)[_-]?token)[\"']?\\s*[:=]\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s,;&\"')\\]}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assigned();

    [GeneratedRegex("\\b(identified\\s+by)\\s+(?:values\\s+)?(?:\"[^\"]*\"|'[^']*'|[^\\s;]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IdentifiedBy();

    /// <summary>Tokens that are known by their first letters: JSON web tokens, Slack, OpenAI and Anthropic, GitHub, AWS, Google.</summary>
    [GeneratedRegex("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?|\\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{6,}|\\bsk-[A-Za-z0-9_-]{12,}|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bA(?:KIA|SIA)[A-Z0-9]{12,}|\\bAIza[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
