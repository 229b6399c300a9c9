using Spectre.Console;

namespace Coordinator.Benchmarks.Report;

/// <summary>What is shown while and after measuring.</summary>
internal static class ConsoleReport
{
    private static readonly IAnsiConsole Console = Create();

    public static void Begin(IReadOnlyList<(string Name, string Value)> machine)
    {
        foreach (var (name, value) in machine)
            Console.MarkupLineInterpolated($"[grey]{name}:[/] {value}");
        if (!Workspace.IsRelease)
            Console.MarkupLine("[red]A debug build: these figures say nothing. Use dotnet run -c Release.[/]");
    }

    public static void Announce(IBenchmark benchmark) => Console.MarkupLineInterpolated($"\n[bold]{benchmark.Title}[/]");

    public static void Show(IReadOnlyList<Figure> figures, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("What", "Figure", "Ratio", "Target", "");
        foreach (var figure in figures)
            table.AddRow(figure.What.EscapeMarkup(), figure.Value.EscapeMarkup(), (figure.Ratio ?? "").EscapeMarkup(), (figure.Target ?? "").EscapeMarkup(), Verdict(figure));
        Console.Write(table);
        Console.MarkupLineInterpolated($"[grey]{took.TotalSeconds:0} s[/]");
    }

    public static void End(IReadOnlyList<Figure> figures)
    {
        var (met, missed) = (figures.Count(figure => figure.Met == true), figures.Count(figure => figure.Met == false));
        Console.MarkupLineInterpolated($"\n{met} targets met, {missed} missed");
    }

    private static string Verdict(Figure figure) => figure.Met switch
    {
        true => "[green]PASS[/]",
        false => "[red]MISS[/]",
        null => "",
    };

    // In a file or a pipe the lines are as long as they must be.
    private static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = 220;
        return console;
    }
}
