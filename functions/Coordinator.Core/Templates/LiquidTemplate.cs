using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fluid;
using Fluid.Values;

namespace Coordinator.Core.Templates;

/// <summary>Liquid over JSON: no files, no clock, bounded work.</summary>
public sealed class LiquidTemplate
{
    /// <summary>Statements a rendering may run: a hostile result must not hang a run.</summary>
    private const int MaxSteps = 200_000;

    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = CreateOptions();
    private static readonly ConcurrentDictionary<string, LiquidTemplate> Parsed = new(StringComparer.Ordinal);

    private readonly IFluidTemplate _template;

    private LiquidTemplate(IFluidTemplate template) => _template = template;

    /// <summary>Parses once; the text of a definition is used over and over.</summary>
    /// <exception cref="FormatException">The text is not valid Liquid.</exception>
    public static LiquidTemplate Parse(string text) => Parsed.GetOrAdd(text, static source =>
        Parser.TryParse(source, out var template, out var error) ? new LiquidTemplate(template) : throw new FormatException(error));

    /// <param name="members">Each becomes a variable of the template.</param>
    public string Render(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var context = new TemplateContext(Options);
        foreach (var (name, value) in members)
        {
            context.SetValue(name, FluidValue.Create(value, Options));
        }

        return _template.Render(context, NullEncoder.Default);
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions
        {
            CultureInfo = CultureInfo.InvariantCulture,
            MaxSteps = MaxSteps,
            MemberAccessStrategy = new UnsafeMemberAccessStrategy(),
        };
        options.ValueConverters.Add(value => value is JsonElement element ? FromJson(element) : null);
        options.ValueConverters.Add(value => value is JsonNode node ? FromJson(node.Deserialize<JsonElement>()) : null);
        LiquidFilters.AddTo(options.Filters);
        return options;
    }

    private static FluidValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DictionaryValue(new JsonObjectIndex(element)),
        JsonValueKind.Array => new ArrayValue([.. element.EnumerateArray().Select(FromJson)]),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number => NumberValue.Create(element.TryGetDecimal(out var number) ? number : 0),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        _ => NilValue.Instance,
    };

    private sealed class JsonObjectIndex(JsonElement element) : IFluidIndexable
    {
        public int Count => element.EnumerateObject().Count();

        public IEnumerable<string> Keys => element.EnumerateObject().Select(member => member.Name);

        public bool TryGetValue(string name, out FluidValue value)
        {
            var found = element.TryGetProperty(name, out var member);
            value = found ? FromJson(member) : NilValue.Instance;
            return found;
        }
    }
}
