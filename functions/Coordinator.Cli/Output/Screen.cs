using System.Globalization;
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

    /// <summary><c>COLUMNS</c> below that is a mistake.</summary>
    private const int Narrowest = 20;

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

    /// <summary>Markdown, such as a run's answer: drawn on a terminal, as it came anywhere else.</summary>
    public void Answer(string text)
    {
        if (!_environment.IsTerminal)
        {
            Line(text);
            return;
        }

        foreach (var part in Markdown.Read(Plain.Lines(text)))
        {
            if (part is MarkdownPart.Table table)
            {
                TerminalTable.Write(NewConsole(_environment.Out), table.Heads, table.Rows);
            }
            else if (part is MarkdownPart.Line line)
            {
                // The terminal breaks it: what is copied from there has no line ends that were not written.
                var console = NewConsole(_environment.Out);
                console.Profile.Width = Endless;
                console.Write(Markdown.Styled(line.Text));
                _environment.Out.WriteLine();
            }
        }
    }

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
        var heads = shown.Select(index => new TableHead(columns[index].Head, columns[index].IsNumber)).ToList();
        var shownCells = cells.Select(row => shown.Select(index => Plain.Line(row[index])).ToList()).ToList();
        if (_environment.IsTerminal)
        {
            TerminalTable.Write(NewConsole(_environment.Out), heads, shownCells);
            return;
        }

        var table = NewTable();
        table.AddColumns([.. heads.Select(head => NewColumn(head.Name, head.IsNumber))]);
        foreach (var row in shownCells)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
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
        else if (int.TryParse(_environment.Variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns >= Narrowest)
        {
            console.Profile.Width = columns;
        }

        return console;
    }
}
