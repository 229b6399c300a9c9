using System.Security.Cryptography;
using System.Text;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.OciServer.Tests.Credentials;

/// <summary>A session's token ends, and <c>oci session refresh</c> writes a new one into the same file.</summary>
public sealed class SessionPrincipalTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("session-");
    private readonly RSA key = RSA.Create(2048);
    private readonly SessionPrincipal principal;

    public SessionPrincipalTests() => principal = new SessionPrincipal(new OciProfile("OPS", "ocid1.tenancy.oc1..a", "eu-frankfurt-1", "") { TokenFile = TokenFile }, key, clock);

    private string TokenFile => Path.Combine(folder.FullName, "token");

    public void Dispose()
    {
        key.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void KeyId_IsTheToken_UntilItIsAboutToEnd()
    {
        var first = Write(TimeSpan.FromHours(1));
        Assert.Equal($"ST${first}", principal.KeyId());

        var second = Write(TimeSpan.FromHours(2));
        Assert.Equal($"ST${first}", principal.KeyId());
        clock.Advance(TimeSpan.FromMinutes(59.6));

        Assert.Equal($"ST${second}", principal.KeyId());
    }

    [Fact]
    public void KeyId_OfASessionThatHasEnded_SaysHowToLogIn_AndTakesUpTheNextOne()
    {
        Write(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(2));

        var error = Assert.Throws<ToolException>(principal.KeyId).Error;

        Assert.Equal((401, "SessionExpired", "Log in again with: oci session authenticate --profile-name OPS"), (error.Status, error.Code, error.Action));
        Assert.Contains("ended at 2026-01-15 12:01 UTC", error.Message, StringComparison.Ordinal);
        Assert.Equal($"ST${Write(TimeSpan.FromHours(1))}", principal.KeyId());
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", "holds no token")]
    [InlineData("no token", "holds no token")]
    [InlineData("a.!!!.c", "holds no token")]
    [InlineData("a.e30.c", "holds no token")]
    public void KeyId_OfAFileThatHoldsNone_SaysSo(string? text, string says)
    {
        if (text is not null) File.WriteAllText(TokenFile, text);

        var error = Assert.Throws<ToolException>(principal.KeyId).Error;

        Assert.Equal("UnusableToken", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private string Write(TimeSpan life)
    {
        var claims = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($$"""{"exp": {{(clock.GetUtcNow() + life).ToUnixTimeSeconds()}}}"""));
        var token = $"e30.{claims}.c2ln";
        File.WriteAllText(TokenFile, token);
        return token;
    }
}
