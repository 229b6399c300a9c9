using System.Text.Json;
using System.Text.RegularExpressions;
using Coordinator.OciServer.Errors;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Coordinator.OciServer.Rest;

/// <summary>A JMESPath. Names with dots between, which nearly all paths are, are followed without its evaluator and the tree that it needs.</summary>
internal sealed partial class FieldPath
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    private readonly string path;
    private readonly string[]? names;

    // Parsing is put off until the first call: a server with many tools starts without it.
    private readonly Lazy<JmesPathExpression>? expression;

    public FieldPath(string path)
    {
        this.path = path;
        if (path == "@") names = [];
        else if (Names().IsMatch(path)) names = path.Split('.');
        else expression = new Lazy<JmesPathExpression>(() => new JmesPath().Parse(path));
    }

    /// <summary>JSON's null for what is not there.</summary>
    public JsonElement Of(JsonElement json)
    {
        if (expression is not null) return Evaluate(expression.Value, json.GetRawText());
        foreach (var name in names!)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return Nothing;
        }

        return json;
    }

    /// <exception cref="ToolException">The expression does not fit what the service sent.</exception>
    private JsonElement Evaluate(JmesPathExpression parsed, string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            return JsonElement.Parse(parsed.Transform(JToken.ReadFrom(reader)).AsJToken().ToString(Formatting.None));
        }
        catch (Exception exception)
        {
            throw new ToolException(ToolError.BadAnswer($"What the service answered does not fit the tool's definition ({path}): {exception.Message}") with { IsRetryable = false });
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$")]
    private static partial Regex Names();
}
