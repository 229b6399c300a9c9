using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Tests;

/// <summary>What a person sees on a terminal: words stay whole, however little room there is.</summary>
public sealed class When_a_terminal_is_narrow
{
    private static readonly Column[] Columns = [new("COMPONENT", "name"), new("LAST CHECK", "at"), new("MESSAGE", "message"), new("LATENCY", "latency", isNumber: true)];

    private static readonly JsonElement Row = JsonSerializer.SerializeToElement(new
    {
        name = "mcp_oci-demo", at = "2026-11-26 10:48:59Z", message = "Workflows only. A provider's key adds a model for other questions.", latency = "2363.7 ms",
    });

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(30)]
    public void Should_break_no_word(int columns)
    {
        var shown = Shown(columns, screen => screen.Table(Columns, [Row, Row], ""));
        foreach (var word in (string[])["COMPONENT", "mcp_oci-demo", "2026-11-26", "10:48:59Z", "provider's", "questions."])
        {
            Assert.Contains(word, shown, StringComparison.Ordinal);
        }

        Assert.All(shown.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, columns));
    }

    [Fact]
    public void Should_keep_a_time_stamp_whole_before_a_message()
    {
        var shown = Shown(90, screen => screen.Table(Columns, [Row], ""));
        Assert.Contains("2026-11-26 10:48:59Z", shown, StringComparison.Ordinal);
        Assert.Contains("2363.7 ms", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_list_the_cells_of_a_row_where_not_even_words_fit()
    {
        var lines = Shown(34, screen => screen.Table(Columns, [Row], "")).Split('\n');
        Assert.Contains(lines, line => line.Contains("COMPONENT", StringComparison.Ordinal) && line.Contains("mcp_oci-demo", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("LATENCY", StringComparison.Ordinal) && line.Contains("2363.7 ms", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_draw_the_table_of_an_answer()
    {
        const string Answer = "**2 instances**\n\n| Name | OCPUs |\n|---|--:|\n| web-01 | 2 |\n| a\\|b | 16 |\n\nNot | a table, 2 ** 3 ** 4.";
        var lines = Shown(80, screen => screen.Answer(Answer)).Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Equal("2 instances", lines[0]);
        Assert.Contains("│ Name   │ OCPUs │", lines);
        Assert.Contains("│ web-01 │     2 │", lines);
        Assert.Contains("│ a|b    │    16 │", lines);
        Assert.Contains("Not | a table, 2 ** 3 ** 4.", lines);
    }

    [Fact]
    public void Should_leave_an_answer_as_it_came_where_nobody_looks()
    {
        const string Answer = "**2 instances**\n\n| Name |\n|---|\n| web-01 |";
        using var output = new StringWriter();
        new Screen(new CliEnvironment { Out = output, Error = output, Variable = _ => null }, isJson: false).Answer(Answer);
        Assert.Equal(Answer, output.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("| a | b |\n|---|")]
    [InlineData("|\n|---|")]
    [InlineData("||\n||")]
    [InlineData("| a | b\n|---|---|\n| 1 |\n| 1 | 2 | 3 |")]
    public void Should_show_half_a_table_somehow(string answer) => Assert.NotEqual("", Shown(40, screen => screen.Answer(answer)));

    private static string Shown(int columns, Action<Screen> show)
    {
        using var output = new StringWriter();
        show(new Screen(new CliEnvironment { Out = output, Error = output, IsTerminal = true, Variable = name => name switch { "COLUMNS" => $"{columns}", "NO_COLOR" => "1", _ => null } }, isJson: false));
        return System.Text.RegularExpressions.Regex.Replace(output.ToString().ReplaceLineEndings("\n"), @"\u001b\[[0-9;?]*[A-Za-z]", "");
    }
}
