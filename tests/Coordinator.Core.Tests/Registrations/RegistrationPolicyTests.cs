using Coordinator.Core.Registrations;

namespace Coordinator.Core.Tests.Registrations;

public sealed class RegistrationPolicyTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["MCP_REGISTERED_FINOPS_TOKEN"] = "a-token",
        ["MCP_REGISTERED_LINES_TOKEN"] = "a\r\nX-Other: b",
        ["COORDINATOR_ADMIN_KEY"] = "the-admin-key",
        ["MCP_GATEWAY_BEARER_TOKEN"] = "of-another-server",
    };

    private static readonly RegistrationOptions Options = new()
    {
        Hosts = AllowedHosts.Parse("finops.example.com,*.mcp.example.com,127.0.0.1,localhost,::1,10.1.2.3", out _),
        Variable = Variables.GetValueOrDefault,
    };

    [Theory]
    [InlineData("https://finops.example.com/mcp")]
    [InlineData("https://finops.example.com:8443/mcp")]
    [InlineData("https://a.mcp.example.com")]
    [InlineData("https://10.1.2.3/mcp")]
    [InlineData("http://127.0.0.1:9000/mcp")]
    [InlineData("http://localhost:9000/mcp")]
    [InlineData("http://[::1]:9000/mcp")]
    public void Url_OfAnAllowedHost_MayBeRegistered(string url) => Assert.Null(Refuse(url));

    [Theory]
    [InlineData("http://finops.example.com/mcp", "invalid-field", "must be https")]
    [InlineData("http://10.1.2.3/mcp", "invalid-field", "must be https")]
    [InlineData("https://evil.example.net/mcp", "host-not-allowed", "'evil.example.net' is not listed in MCP_REGISTRATION_ALLOWED_HOSTS")]
    [InlineData("https://finops.example.com.evil.net/mcp", "host-not-allowed", "not listed")]
    [InlineData("https://finops.example.com@evil.example.net/mcp", "invalid-field", "neither user name")]
    [InlineData("https://user:word@finops.example.com/mcp", "invalid-field", "neither user name")]
    [InlineData("https://finops.example.com/mcp?key=1", "invalid-field", "nor query")]
    [InlineData("https://finops.example.com/mcp?", "invalid-field", "nor query")]
    [InlineData("https://finops.example.com/mcp#a", "invalid-field", "nor fragment")]
    [InlineData("https://finops.example.com\\@evil.example.net/mcp", "invalid-field", "absolute https address")]
    [InlineData("https://finops.example.com/a b", "invalid-field", "absolute https address")]
    [InlineData("/mcp", "invalid-field", "absolute https address")]
    [InlineData("", "invalid-field", "absolute https address")]
    [InlineData("npx -y evil", "invalid-field", "a command can not")]
    [InlineData("stdio:npx", "invalid-field", "a command can not")]
    [InlineData("file:///etc/passwd", "invalid-field", "absolute https address")]
    [InlineData("ftp://finops.example.com/mcp", "invalid-field", "absolute https address")]
    [InlineData("wss://finops.example.com/mcp", "invalid-field", "absolute https address")]
    [InlineData("http://169.254.169.254/opc/v2/instance", "host-not-allowed", "not listed")]
    [InlineData("https://[::ffff:169.254.169.254]/", "host-not-allowed", "not listed")]
    [InlineData("https://2852039166/", "host-not-allowed", "'169.254.169.254'")]
    [InlineData("https://0xA9FEA9FE/", "host-not-allowed", "'169.254.169.254'")]
    [InlineData("http://127.1:9000/mcp2", null, "")]
    [InlineData("https://10.66051/mcp", null, "")]
    [InlineData("https://0.0.0.0/mcp", "host-not-allowed", "not listed")]
    [InlineData("https://[fe80::1]/mcp", "host-not-allowed", "not listed")]
    [InlineData("https://127.0.0.2/mcp", "host-not-allowed", "not listed")]
    public void Url_OfAnythingElse_IsRefused(string url, string? type, string words)
    {
        // Short and decimal forms of an address that is listed are that address: the list decides, not the spelling.
        var refusal = Refuse(url);
        Assert.Equal(type, refusal?.Type);
        Assert.Contains(words, refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Url_ThatIsVeryLong_IsRefused() => Assert.Equal("invalid-field", Refuse($"https://finops.example.com/{new string('a', 500)}")?.Type);

    [Theory]
    [InlineData("MCP_REGISTERED_FINOPS_TOKEN", null, null)]
    [InlineData("MCP_REGISTERED_FINOPS_TOKEN", "Token", null)]
    [InlineData("COORDINATOR_ADMIN_KEY", null, "begins with MCP_REGISTERED_")]
    [InlineData("MCP_GATEWAY_BEARER_TOKEN", null, "begins with MCP_REGISTERED_")]
    [InlineData("ANTHROPIC_API_KEY", null, "begins with MCP_REGISTERED_")]
    [InlineData("MCP_REGISTERED_FINOPS_TOKEN\n", null, "begins with MCP_REGISTERED_")]
    [InlineData("MCP_REGISTERED_OTHER_TOKEN", null, "MCP_REGISTERED_OTHER_TOKEN ('auth.token_env') is not set")]
    [InlineData("MCP_REGISTERED_LINES_TOKEN", null, "is no token")]
    [InlineData("MCP_REGISTERED_FINOPS_TOKEN", "a b", "must be a word")]
    [InlineData("MCP_REGISTERED_FINOPS_TOKEN", "Bearer\r\nX: y", "must be a word")]
    [InlineData(null, "Bearer", "needs 'token_env'")]
    public void Token_IsAVariableThatWasMadeForIt(string? name, string? scheme, string? words)
    {
        var refusal = RegistrationPolicy.Refuse(new RegisteredServer { Url = "https://finops.example.com/mcp", TokenEnv = name, Scheme = scheme }, Options);
        Assert.Equal(words is not null, refusal is not null);
        Assert.Contains(words ?? "", refusal?.Message ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("the-admin-key", refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Words_AreBounded()
    {
        var server = new RegisteredServer { Url = "https://finops.example.com/mcp" };
        Assert.Null(RegistrationPolicy.Refuse(server with { Domains = ["cost"], TimeoutSeconds = 3600, Description = "What things cost." }, Options));
        Assert.NotNull(RegistrationPolicy.Refuse(server with { Domains = ["Cost and more"] }, Options));
        Assert.NotNull(RegistrationPolicy.Refuse(server with { Domains = [.. Enumerable.Repeat("cost", 21)] }, Options));
        Assert.NotNull(RegistrationPolicy.Refuse(server with { TimeoutSeconds = 0 }, Options));
        Assert.NotNull(RegistrationPolicy.Refuse(server with { TimeoutSeconds = 3601 }, Options));
        Assert.NotNull(RegistrationPolicy.Refuse(server with { Description = new string('a', 501) }, Options));
    }

    [Fact]
    public void WithoutAList_NothingMayBeRegistered()
    {
        var refusal = RegistrationPolicy.Refuse(new RegisteredServer { Url = "https://finops.example.com/mcp" }, new RegistrationOptions());
        Assert.Equal("registration-off", refusal!.Type);
        Assert.Contains("MCP_REGISTRATION_ALLOWED_HOSTS", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finops", true)]
    [InlineData("finops-2", true)]
    [InlineData("FinOps", false)]
    [InlineData("-finops", false)]
    [InlineData("fin ops", false)]
    [InlineData("fin:ops", false)]
    [InlineData("finops\n", false)]
    [InlineData("", false)]
    public void Id_IsALowerCaseWord(string id, bool isOne) => Assert.Equal(isOne, RegistrationPolicy.IsId(id));

    private static RegistrationRefusal? Refuse(string url) => RegistrationPolicy.Refuse(new RegisteredServer { Url = url }, Options);
}
