using System.Globalization;
using Fluid;
using Fluid.Values;

namespace Coordinator.Core.Templates;

/// <summary>What answers need beyond Liquid's own filters.</summary>
internal static class LiquidFilters
{
    public static void AddTo(FilterCollection filters)
    {
        filters.AddFilter("money", (input, _, _) => Text(input.IsNil() ? "–" : input.ToNumberValue().ToString("#,##0.00", CultureInfo.InvariantCulture)));
        filters.AddFilter("cell", (input, _, _) => Text(Cell(input)));
        filters.AddFilter("where_is", WhereIs);
        filters.AddFilter("similar_names", SimilarNames);
    }

    /// <summary>A value that cannot break a Markdown table.</summary>
    private static string Cell(FluidValue input)
    {
        var text = input.ToStringValue().ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Trim();
        return text.Length == 0 ? "–" : text;
    }

    /// <summary>Items whose member (first argument) is the second argument, letter case aside; all items if that is nil.</summary>
    private static async ValueTask<FluidValue> WhereIs(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var member = arguments.At(0).ToStringValue();
        var wanted = arguments.At(1);
        var hits = new List<FluidValue>();
        foreach (var item in input.Enumerate(context))
        {
            if (wanted.IsNil() || string.Equals((await item.GetValueAsync(member, context)).ToStringValue(), wanted.ToStringValue(), StringComparison.OrdinalIgnoreCase))
            {
                hits.Add(item);
            }
        }

        return new ArrayValue(hits);
    }

    /// <summary>Up to five names that share a piece of three letters or more with the argument.</summary>
    private static async ValueTask<FluidValue> SimilarNames(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var pieces = arguments.At(0).ToStringValue().Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries).Where(piece => piece.Length >= 3).ToList();
        var similar = new List<FluidValue>();
        foreach (var item in input.Enumerate(context))
        {
            var name = await NameOf(item, context);
            if (similar.Count < 5 && pieces.Any(piece => name.Contains(piece, StringComparison.OrdinalIgnoreCase)))
            {
                similar.Add(new StringValue(name));
            }
        }

        return new ArrayValue(similar);
    }

    private static async ValueTask<string> NameOf(FluidValue item, TemplateContext context) => (await item.GetValueAsync("name", context)).ToStringValue();

    private static ValueTask<FluidValue> Text(string text) => new(new StringValue(text));
}
