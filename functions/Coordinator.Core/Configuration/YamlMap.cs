using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coordinator.Core.Configuration;

/// <summary>A YAML mapping that remembers where it stands. Problems are collected, so that a reader sees all of them at once.</summary>
public sealed class YamlMap
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly List<ConfigProblem> _problems;

    private YamlMap(string file, string path, YamlMappingNode node, List<ConfigProblem> problems) =>
        (_file, _path, _node, _problems) = (file, path, node, problems);

    public IReadOnlyList<string> Names => [.. _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "")];

    public string Path => _path;

    /// <summary>The file's top mapping; null (and a problem) if there is none.</summary>
    public static YamlMap? Parse(string file, string text, List<ConfigProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
            {
                return new YamlMap(file, "", root, problems);
            }

            problems.Add(new ConfigProblem(file, 1, 1, "", "The file must be one YAML mapping (name: value)."));
        }
        catch (YamlException exception)
        {
            problems.Add(new ConfigProblem(file, exception.Start.Line, exception.Start.Column, "", $"Not valid YAML: {exception.Message}"));
        }
        catch (InvalidOperationException)
        {
            // The parser gives no place for a list or mapping that is still open at the end of the file.
            problems.Add(new ConfigProblem(file, text.AsSpan().Count('\n') + 1, 1, "", "Not valid YAML: something is not closed at the end of the file."));
        }

        return null;
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a mapping stands there; false also for what is missing.</summary>
    public bool IsMap(string name) => Find(name) is YamlMappingNode;

    public void RefuseUnknown(params string[] known)
    {
        foreach (var (key, _) in _node.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && !known.Contains(name))
            {
                Report(key, name, $"Unknown field. Known here: {string.Join(", ", known)}.");
            }
        }
    }

    public string? Text(string name, bool required = false)
    {
        var node = Find(name);
        if (node is YamlScalarNode { Value: { } value } && (value.Length > 0 || !required))
        {
            return value;
        }

        if (node is not null)
        {
            Report(node, name, "Must be a text.");
        }
        else if (required)
        {
            Report(_node, name, "Is missing.");
        }

        return null;
    }

    /// <summary>One of a fixed set of words.</summary>
    public string Word(string name, string otherwise, params string[] allowed)
    {
        var value = Text(name) ?? otherwise;
        if (!allowed.Contains(value))
        {
            Problem(name, $"'{value}' is not one of {string.Join(", ", allowed)}.");
            return otherwise;
        }

        return value;
    }

    public bool Flag(string name, bool otherwise) => Word(name, otherwise ? "true" : "false", "true", "false") == "true";

    public double? Number(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(name, $"'{text}' is not a number from {least} to {most}.");
        return null;
    }

    public YamlMap? Map(string name, bool required = false)
    {
        var node = Find(name);
        if (node is YamlMappingNode map)
        {
            return Child(map, name);
        }

        if (node is not null)
        {
            Report(node, name, "Must be a mapping (name: value).");
        }
        else if (required)
        {
            Report(_node, name, "Is missing.");
        }

        return null;
    }

    /// <summary>The mappings in a list.</summary>
    public IReadOnlyList<YamlMap> Maps(string name, bool required = false)
    {
        var maps = new List<YamlMap>();
        foreach (var (item, index) in Items(name, required))
        {
            if (item is YamlMappingNode map)
            {
                maps.Add(Child(map, $"{name}[{index}]"));
            }
            else
            {
                Report(item, $"{name}[{index}]", "Must be a mapping (name: value).");
            }
        }

        return maps;
    }

    public IReadOnlyList<string> Texts(string name, bool required = false)
    {
        var texts = new List<string>();
        foreach (var (item, index) in Items(name, required))
        {
            if (item is YamlScalarNode { Value: { } text })
            {
                texts.Add(text);
            }
            else
            {
                Report(item, $"{name}[{index}]", "Must be a text.");
            }
        }

        return texts;
    }

    /// <summary>All entries of the mapping as texts; <c>IsPlain</c> tells an unquoted scalar (5, true) from a quoted one.</summary>
    public IReadOnlyDictionary<string, (string Value, bool IsPlain)> Scalars()
    {
        var scalars = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (Find(name) is YamlScalarNode { Value: { } value } scalar)
            {
                scalars[name] = (value, scalar.Style == ScalarStyle.Plain);
            }
            else
            {
                Problem(name, "Must be a text or a number.");
            }
        }

        return scalars;
    }

    /// <summary>Whatever stands there as JSON: unquoted scalars as YAML reads them (5, true, null), quoted ones as texts. Null if it is not there.</summary>
    public JsonNode? Json(string name) => Find(name) is { } node ? ToJson(node, name, []) : null;

    public void Problem(string name, string message) => Report(Find(name) ?? _node, name, message);

    /// <param name="within">The nodes that this one stands in: an anchor can be used inside itself.</param>
    private JsonNode? ToJson(YamlNode node, string name, ImmutableHashSet<YamlNode> within)
    {
        if (within.Contains(node))
        {
            Report(node, name, "Contains itself (an anchor that is used inside what it names).");
            return null;
        }

        var inside = within.WithComparer(ReferenceEqualityComparer.Instance).Add(node);
        return node switch
        {
            YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value, $"{name}.{pair.Key}", inside)))),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select((item, index) => ToJson(item, $"{name}[{index}]", inside))]),
            YamlScalarNode scalar => ToJson(scalar),
            _ => null,
        };
    }

    private static JsonNode? ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => text,
        };
    }

    private YamlNode? Find(string name) => _node.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    private YamlMap Child(YamlMappingNode node, string name) => new(_file, Join(name), node, _problems);

    private IEnumerable<(YamlNode Item, int Index)> Items(string name, bool required)
    {
        var node = Find(name);
        if (node is YamlSequenceNode list)
        {
            return list.Children.Select((item, index) => (item, index));
        }

        if (node is not null)
        {
            Report(node, name, "Must be a list.");
        }
        else if (required)
        {
            Report(_node, name, "Is missing.");
        }

        return [];
    }

    private void Report(YamlNode node, string name, string message) =>
        _problems.Add(new ConfigProblem(_file, node.Start.Line, node.Start.Column, Join(name), message));

    private string Join(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
