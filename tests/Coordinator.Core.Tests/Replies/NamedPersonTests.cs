using Coordinator.Core.Replies;

namespace Coordinator.Core.Tests.Replies;

public sealed class NamedPersonTests
{
    [Theory]
    [InlineData("**Stopped** by U02ANN.", "U02ANN", "*Stopped* by <@U02ANN>.")]
    [InlineData("**Stopped** by W1. W1 again", "W1", "*Stopped* by <@W1>. W1 again")]
    [InlineData("XU02ANNX U02ANN", "U02ANN", "XU02ANNX <@U02ANN>")]
    [InlineData("**Stopped** by api.", "api", "*Stopped* by api.")]
    [InlineData("**Stopped** by U1|x.", "U1|x", "*Stopped* by U1|x.")]
    [InlineData("**Stopped** by !channel.", "!channel", "*Stopped* by !channel.")]
    public void NamePerson_OfAnId_IsAMention(string markdown, string id, string expected)
    {
        var part = SlackReply.NamePerson(SlackReply.Render(markdown), id)[0];

        Assert.Equal(expected, part.Text);
        Assert.Equal(expected, (string?)part.Blocks[0]!["text"]!["text"]);
    }
}
