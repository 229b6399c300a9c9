using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Coordinator.Cli.Output;

/// <summary>What the command prints: tables for people, plain columns where nobody looks, or JSON for machines.</summary>
internal sealed class Screen
{
    /// <summary>It goes into no web page: only what JSON itself asks for is escaped, control characters among it.</summary>
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions OnOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where nobody looks a line is never broken.</summary>
    private const int Endless = 10_000;

    private readonly CliEnvironment _environment;

    public Screen(CliEnvironment environment, bool isJson) => (_environment, IsJson) = (environment, isJson);

    public bool IsJson { get; }

    /// <summary>The answer as it came, or what <paramref name="forPeople"/> makes of it.</summary>
    public void Show(JsonElement answer, Action<JsonElement> forPeople)
    {
        if (IsJson)
        {
            Json(answer);
        }
        else
        {
            forPeople(answer);
            if (answer.Text("note") is { Length: > 0 } note)
            {
                Note(note);
            }
        }
    }

    public void Json(JsonElement json) => _environment.Out.WriteLine(JsonSerializer.Serialize(json, Indented));

    /// <summary>One of many, on one line.</summary>
    public void JsonLine(object json) => _environment.Out.WriteLine(JsonSerializer.Serialize(json, OnOneLine));

    public void Line(string text = "") => _environment.Out.WriteLine(Plain.Lines(text));

    /// <summary>Beside the output: it is in nobody's pipe.</summary>
    public void Note(string text) => _environment.Error.WriteLine(Plain.Lines(text));

    public void Table(IReadOnlyList<Column> columns, IEnumerable<JsonElement> rows, string whenEmpty)
    {
        var cells = rows.Select(row => columns.Select(column => column.Of(row)).ToList()).ToList();
        if (cells.Count == 0)
        {
            Note(whenEmpty);
            return;
        }

        // A column that is empty everywhere tells nothing.
        var shown = Enumerable.Range(0, columns.Count).Where(index => index == 0 || cells.Any(row => row[index].Length > 0)).ToList();
        var table = NewTable();
        foreach (var index in shown)
        {
            table.AddColumn(NewColumn(columns[index].Head, columns[index].IsNumber));
        }

        foreach (var row in cells)
        {
            table.AddRow(shown.Select(index => new Text(Plain.Line(row[index]), Tint.Of(row[index]))));
        }

        Write(table);
    }

    /// <summary>Names and values of one thing; empty values are left out.</summary>
    public void Fields(params (string Name, string Value)[] fields)
    {
        var table = NewTable().HideHeaders().AddColumn(NewColumn("")).AddColumn(NewColumn(""));
        foreach (var (name, value) in fields.Where(field => field.Value.Length > 0))
        {
            table.AddRow(new Text(name), new Text(Plain.Lines(value), Tint.Of(value)));
        }

        Write(table);
    }

    private Table NewTable() => new Table { Border = _environment.IsTerminal ? TableBorder.Rounded : TableBorder.None, UseSafeBorder = true };

    /// <summary>Without a frame two blanks part the columns.</summary>
    private TableColumn NewColumn(string head, bool isNumber = false) => new(new Text(head))
    {
        Alignment = isNumber ? Justify.Right : Justify.Left,
        Padding = _environment.IsTerminal ? new Padding(1, 0, 1, 0) : new Padding(0, 0, 2, 0),
    };

    private void Write(Table table)
    {
        if (_environment.IsTerminal)
        {
            NewConsole(_environment.Out).Write(table);
            return;
        }

        using var text = new StringWriter();
        NewConsole(text).Write(table);

        // The blanks that fill the last column are in the way of tools that read lines.
        foreach (var line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            _environment.Out.WriteLine(line.TrimEnd());
        }
    }

    private IAnsiConsole NewConsole(TextWriter writer)
    {
        var hasColour = _environment.IsTerminal && _environment.Variable("NO_COLOR") is null or "";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = _environment.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!_environment.IsTerminal)
        {
            console.Profile.Width = Endless;
        }

        return console;
    }
}
