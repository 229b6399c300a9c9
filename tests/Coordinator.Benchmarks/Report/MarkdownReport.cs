using System.Text;

namespace Coordinator.Benchmarks.Report;

/// <summary>Writes <c>docs/benchmarks.md</c>.</summary>
internal static class MarkdownReport
{
    private const string Introduction =
        """
        # Benchmarks

        Measured and written by `dotnet run -c Release --project tests/Coordinator.Benchmarks -- --write`; do not edit. `--help` shows how to measure a part of it.
        The host runs as a process of its own, as its users start it; Slack and the model are stubs on loopback. Each time stands beside a baseline of the same run, because a single figure says little on another machine.

        """;

    public static void Write(Workspace workspace, IReadOnlyList<(string Name, string Value)> machine, IEnumerable<IBenchmark> benchmarks, IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        text.Append("\n| | |\n|---|---|\n");
        foreach (var (name, value) in machine)
            text.Append(null, $"| {name} | {value} |\n");
        foreach (var benchmark in benchmarks)
        {
            text.Append(null, $"\n## {benchmark.Title}\n\n{benchmark.Method}\n\n| | Figure | Ratio | Target | |\n|---|---|---|---|---|\n");
            foreach (var figure in figures.Where(figure => figure.Section == benchmark.Title))
                text.Append(null, $"| {figure.What} | {figure.Value} | {figure.Ratio} | {figure.Target} | {Verdict(figure)} |\n");
        }

        File.WriteAllText(Path.Combine(workspace.Repository, "docs", "benchmarks.md"), text.ToString());
    }

    private static string Verdict(Figure figure) => figure.Met switch
    {
        true => "met",
        false => "**missed**",
        null => "",
    };
}
