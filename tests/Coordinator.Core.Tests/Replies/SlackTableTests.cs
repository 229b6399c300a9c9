using System.Text.Json.Nodes;
using Coordinator.Core.Replies;
using Coordinator.TestKit.Slack;

namespace Coordinator.Core.Tests.Replies;

public sealed class SlackTableTests
{
    [Fact]
    public void Render_OfATable_GivesATableBlock()
    {
        var part = Assert.Single(SlackReply.Render("| Name | OCPU |\n|---|--:|\n| web & db | 2 |\n| | 10 |"));

        const string expected = """
            [{"type":"table","column_settings":[{"align":"left","is_wrapped":false},{"align":"right","is_wrapped":false}],
              "rows":[[{"type":"raw_text","text":"Name"},{"type":"raw_text","text":"OCPU"}],
                      [{"type":"raw_text","text":"web & db"},{"type":"raw_text","text":"2"}],
                      [{"type":"raw_text","text":" "},{"type":"raw_text","text":"10"}]]}]
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), part.Blocks), part.Blocks.ToJsonString());
        Assert.Equal("Name | OCPU\nweb &amp; db | 2\n | 10", part.Text);
    }

    [Fact]
    public void Render_OfAFormattedCell_GivesRichText()
    {
        var part = Assert.Single(SlackReply.Render("| a | b |\n|---|---|\n| **x** `y` | [z](https://x.y) |"));

        const string expected = """
            [{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
               {"type":"text","text":"x","style":{"bold":true}},{"type":"text","text":" "},{"type":"text","text":"y","style":{"code":true}}]}]},
             {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://x.y","text":"z"}]}]}]
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), part.Blocks[0]!["rows"]![1]), part.Blocks.ToJsonString());
    }

    [Fact]
    public void Render_OfALongCell_WrapsItsColumn()
    {
        var part = Assert.Single(SlackReply.Render($"| a | b |\n|---|---|\n| {new string('x', 60)} | y |"));

        Assert.Equal([true, false], part.Blocks[0]!["column_settings"]!.AsArray().Select(column => column!["is_wrapped"]!.GetValue<bool>()));
    }

    [Fact]
    public void Render_OfASecondTable_AlignsItAsCode()
    {
        const string table = "| Name | OCPU |\n|---|--:|\n| web-01 | 2 |\n| [db](https://x.y) | 10 |";
        var part = Assert.Single(SlackReply.Render($"{table}\n\nand\n\n{table}"));

        Assert.Equal("table", part.Blocks[0]!["type"]!.GetValue<string>());
        Assert.Equal(
            "```\nName              OCPU\n----------------  ----\nweb-01               2\ndb (https://x.y)    10\n```",
            RenderedWords.SectionText(part.Blocks[2]));
    }

    [Fact]
    public void Render_OfMoreRowsThanATableTakes_ContinuesWithTheHeaderRepeated()
    {
        var parts = SlackReply.Render(TableOf(150));

        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.Equal("Head", part.Blocks[0]!["rows"]![0]![0]!["text"]!.GetValue<string>()));
        Assert.Equal(Enumerable.Range(1, 150).Select(row => $"w{row}x"), RenderedWords.Of(parts));
    }

    [Fact]
    public void Render_OfMoreRowsThanAnAnswerShows_SaysHowManyMore()
    {
        var parts = SlackReply.Render(TableOf(SlackLimits.ShownRows + 12));

        Assert.Equal(SlackLimits.ShownRows, RenderedWords.Of(parts).Count);
        Assert.Equal("_… 12 more rows_", RenderedWords.SectionText(parts[^1].Blocks[^1]));
    }

    [Fact]
    public void Render_OfHugeCells_SplitsByCharactersOrFallsBackToCode()
    {
        var byCharacters = SlackReply.Render($"| a |\n|---|\n| {new string('x', 5000)} |\n| {new string('y', 5000)} |");
        var asCode = SlackReply.Render($"| a |\n|---|\n| {new string('x', 9500)} |");

        Assert.Equal(["table", "table"], byCharacters.Select(part => Assert.Single(part.Blocks)!["type"]!.GetValue<string>()));
        Assert.All(byCharacters.Concat(asCode), part => Assert.Null(SlackMessageRules.Refusal(part.Text, part.Blocks)));
        Assert.Equal(9500, asCode.SelectMany(part => part.Blocks).Sum(block => RenderedWords.SectionText(block).Count(c => c == 'x')));
    }

    private static string TableOf(int rows) =>
        "| Head |\n|---|\n" + string.Join('\n', Enumerable.Range(1, rows).Select(row => $"| w{row}x |"));
}
