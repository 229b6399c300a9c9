using System.Net;
using Coordinator.Core.Registrations;

namespace Coordinator.Core.Tests.Registrations;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("mcp.example.com", "mcp.example.com", true)]
    [InlineData("mcp.example.com", "MCP.Example.COM", true)]
    [InlineData("mcp.example.com", "mcp.example.com.evil.net", false)]
    [InlineData("mcp.example.com", "xmcp.example.com", false)]
    [InlineData("mcp.example.com", "mcp.example.com.", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", ".example.com", false)]
    [InlineData("*.example.com", "badexample.com", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("10.1.0.0/16", "10.1.200.9", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("", "mcp.example.com", false)]
    public void Lists_OnlyWhatIsOnTheList(string list, string host, bool expected) => Assert.Equal(expected, Of(list).Lists(host));

    [Theory]
    [InlineData("*")]
    [InlineData("https://mcp.example.com")]
    [InlineData("mcp.example.com:8443")]
    [InlineData("mcp_1.example.com")]
    [InlineData("1")]
    [InlineData("0x7f000001")]
    [InlineData("10.1")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.0/16")]
    [InlineData("168.63.129.16")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    public void Parse_RefusesWhatIsNoHost(string entry)
    {
        var hosts = AllowedHosts.Parse($"mcp.example.com, {entry}", out var problems);
        Assert.StartsWith("MCP_REGISTRATION_ALLOWED_HOSTS holds '", Assert.Single(problems), StringComparison.Ordinal);
        Assert.True(hosts.IsEmpty);
    }

    [Theory]
    // A name leads to public addresses,
    [InlineData("mcp.example.com", "mcp.example.com", "8.8.8.8", true)]
    [InlineData("mcp.example.com", "mcp.example.com", "2606:4700::1111", true)]
    // to private ones only if they are listed, too,
    [InlineData("mcp.example.com", "mcp.example.com", "10.1.2.3", false)]
    [InlineData("mcp.example.com,10.1.0.0/16", "mcp.example.com", "10.1.2.3", true)]
    [InlineData("mcp.example.com,10.1.0.0/16", "mcp.example.com", "10.2.2.3", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "fc00::1", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "::ffff:10.1.2.3", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "64:ff9b::a01:203", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "64:ff9b::808:808", true)]
    [InlineData("mcp.example.com,10.1.0.0/16", "mcp.example.com", "64:ff9b::a01:203", true)]
    [InlineData("mcp.example.com", "mcp.example.com", "2002:a01:203::1", false)]
    // and never to this machine or to where credentials are handed out, whatever is listed.
    [InlineData("mcp.example.com,127.0.0.1", "mcp.example.com", "127.0.0.1", false)]
    [InlineData("mcp.example.com,::1", "mcp.example.com", "::1", false)]
    [InlineData("mcp.example.com,localhost", "mcp.example.com", "127.0.0.1", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "169.254.169.254", false)]
    [InlineData("mcp.example.com,128.0.0.0/1", "mcp.example.com", "169.254.169.254", false)]
    [InlineData("mcp.example.com,128.0.0.0/1", "mcp.example.com", "::ffff:169.254.169.254", false)]
    [InlineData("mcp.example.com,128.0.0.0/1", "mcp.example.com", "64:ff9b::a9fe:a9fe", false)]
    [InlineData("mcp.example.com,128.0.0.0/1", "mcp.example.com", "168.63.129.16", false)]
    [InlineData("mcp.example.com,8000::/1", "mcp.example.com", "fd00:ec2::254", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "0.0.0.0", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "::", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "::10.1.2.3", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "fe80::1", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "100.64.0.1", false)]
    [InlineData("mcp.example.com", "mcp.example.com", "255.255.255.255", false)]
    // This machine is reached under its own names.
    [InlineData("localhost", "localhost", "127.0.0.1", true)]
    [InlineData("localhost", "localhost", "::1", true)]
    [InlineData("localhost", "localhost", "8.8.8.8", false)]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "localhost", "127.0.0.1", false)]
    // What is not listed any more is not reached any more.
    [InlineData("other.example.com", "mcp.example.com", "8.8.8.8", false)]
    public void Admits_OnlyWhereAConnectionMayGo(string list, string host, string address, bool expected) =>
        Assert.Equal(expected, Of(list).Admits(host, IPAddress.Parse(address)));

    private static AllowedHosts Of(string list)
    {
        var hosts = AllowedHosts.Parse(list, out var problems);
        Assert.Empty(problems);
        return hosts;
    }
}
