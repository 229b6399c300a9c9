using Coordinator.Core.Replies;

namespace Coordinator.Core.Tests.Replies;

public sealed class WebReplyTests
{
    private const string Attributes = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";

    [Theory]
    [InlineData("**a** ~~b~~", "<p><strong>a</strong> <del>b</del></p>")]
    [InlineData("a\nb<br>c", "<p>a<br />\nb<br />\nc</p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("<div onclick=\"x()\">\n\n<img src=x onerror=y>", "<p>&lt;div onclick=&quot;x()&quot;&gt;</p>\n<p>&lt;img src=x onerror=y&gt;</p>")]
    [InlineData("[a](https://x.y)", $"<p><a href=\"https://x.y\" {Attributes}>a</a></p>")]
    [InlineData("<https://x.y>", $"<p><a href=\"https://x.y\" {Attributes}>https://x.y</a></p>")]
    [InlineData("<a@b.c>", $"<p><a href=\"mailto:a@b.c\" {Attributes}>a@b.c</a></p>")]
    [InlineData("[a](javascript:alert(1))", "<p>a (javascript:alert(1))</p>")]
    [InlineData("[a](JaVaScRiPt:alert(1))", "<p>a (JaVaScRiPt:alert(1))</p>")]
    [InlineData("[a](data:text/html,x)", "<p>a (data:text/html,x)</p>")]
    [InlineData("[a](//evil.example)", "<p>a (//evil.example)</p>")]
    [InlineData("[a][r]\n\n[r]: vbscript:x", "<p>a (vbscript:x)</p>")]
    [InlineData("![a](https://evil.example/x.png?q=secret)", $"<p><a href=\"https://evil.example/x.png?q=secret\" {Attributes}>a</a></p>")]
    [InlineData("[INFO]: started", "<p>[INFO]: started</p>")]
    public void Render_OfMarkdown_GivesSafeHtml(string markdown, string html) => Assert.Equal(html, WebReply.Render(markdown).TrimEnd());

    [Fact]
    public void Render_OfATable_GivesATable()
    {
        var html = WebReply.Render("| a | b |\n|---|--:|\n| 1 | 2 |");

        Assert.Contains("<th>a</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td align=\"right\">2</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfAbsurdNesting_ShowsTheText() =>
        Assert.Contains("[[[[[[", WebReply.Render(new string('[', 2000)), StringComparison.Ordinal);
}
