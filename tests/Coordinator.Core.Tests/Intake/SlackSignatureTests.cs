using System.Text;
using Coordinator.Core.Intake;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

public sealed class SlackSignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"event_callback","text":"größer"}""");
    private static readonly SlackSignature Verifier = new(SlackSigner.Secret);

    [Fact]
    public void Check_OfTheExampleInSlacksDocumentation_IsValid()
    {
        var body = Encoding.UTF8.GetBytes(
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
            + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
            + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");

        var verdict = Verifier.Check(
            "1531420618",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            body,
            DateTimeOffset.FromUnixTimeSeconds(1531420618));

        Assert.Equal(SignatureVerdict.Valid, verdict);
    }

    [Theory]
    [InlineData(0, SignatureVerdict.Valid)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.Stale)]
    [InlineData(301, SignatureVerdict.Stale)]
    public void Check_AtTheEdgesOfTheWindow_GivesVerdict(int secondsOff, SignatureVerdict expected)
    {
        var timestamp = SlackSigner.Timestamp(Now.AddSeconds(secondsOff));

        Assert.Equal(expected, Verifier.Check(timestamp, SlackSigner.Default.Sign(timestamp, Body), Body, Now));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("1790000000", null)]
    [InlineData("1790000000", "")]
    [InlineData(null, "v0=00")]
    public void Check_WhenAHeaderIsAbsent_IsMissing(string? timestamp, string? signature) =>
        Assert.Equal(SignatureVerdict.Missing, Verifier.Check(timestamp, signature, Body, Now));

    [Theory]
    [InlineData("1790000000.5")]
    [InlineData("-1790000000")]
    [InlineData("+1790000000")]
    [InlineData(" 1790000000")]
    [InlineData("1790000000,1790000000")]
    [InlineData("١٧٩٠٠٠٠٠٠٠")]
    [InlineData("9223372036854775807")]
    [InlineData("0000000000000000001790000000")]
    [InlineData("now")]
    public void Check_WhenTheTimestampIsNoNumberOfSeconds_IsMalformed(string timestamp) =>
        Assert.Equal(SignatureVerdict.Malformed, Verifier.Check(timestamp, SlackSigner.Default.Sign(timestamp, Body), Body, Now));

    [Theory]
    [InlineData("v1=", 64)]
    [InlineData("V0=", 64)]
    [InlineData("", 64)]
    [InlineData("v0=", 63)]
    [InlineData("v0=", 62)]
    [InlineData("v0=", 66)]
    public void Check_WhenTheSignatureHasAnotherForm_IsMalformed(string prefix, int digits)
    {
        var timestamp = SlackSigner.Timestamp(Now);
        var right = SlackSigner.Default.Sign(timestamp, Body)[3..];

        Assert.Equal(SignatureVerdict.Malformed, Verifier.Check(timestamp, prefix + right.PadRight(digits, '0')[..digits], Body, Now));
        Assert.Equal(SignatureVerdict.Malformed, Verifier.Check(timestamp, "v0=" + right[..63] + "g", Body, Now));
    }

    [Fact]
    public void Check_WhenAnyByteOrTheTimestampOrTheSecretDiffers_IsMismatch()
    {
        var timestamp = SlackSigner.Timestamp(Now);
        var signature = SlackSigner.Default.Sign(timestamp, Body);

        for (var i = 0; i < Body.Length; i++)
        {
            byte[] changed = [.. Body];
            changed[i] ^= 1;
            Assert.Equal(SignatureVerdict.Mismatch, Verifier.Check(timestamp, signature, changed, Now));
        }

        Assert.Equal(SignatureVerdict.Mismatch, Verifier.Check(SlackSigner.Timestamp(Now.AddSeconds(1)), signature, Body, Now));
        Assert.Equal(SignatureVerdict.Mismatch, Verifier.Check(timestamp, new SlackSigner("another").Sign(timestamp, Body), Body, Now));
        Assert.Equal(SignatureVerdict.Valid, Verifier.Check(timestamp, signature, Body, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_WhenTheSecretIsEmpty_Throws(string secret) =>
        Assert.Throws<ArgumentException>(() => new SlackSignature(secret));
}
