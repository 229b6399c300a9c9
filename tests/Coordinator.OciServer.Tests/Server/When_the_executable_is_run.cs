using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.OciServer.Tests.Server;

public sealed class When_the_executable_is_run : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("oci-server-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Should_test_itself()
    {
        var (code, output, _) = await ServerProcess.RunAsync(ConfigFile("/nowhere/config"), "--test");

        Assert.Equal(0, code);
        Assert.Matches(@"connect  ok    oci-unified \d+\.\d+\.\d+, \d+ ms\nlist     ok    40 tools, \d+ ms\nping     ok    \d+ ms\nprofile  none  There is no OCI configuration file /nowhere/config\.", output);
    }

    [Theory]
    [InlineData(1, "profile  failed", "The key file /nowhere/key.pem of profile DEFAULT does not exist.", "DEFAULT")]
    [InlineData(1, "profile  failed", "has no profile \"OTHER\".", "OTHER")]
    public async Task Should_test_whether_the_profile_opens(int code, string step, string says, string profile)
    {
        var config = Path.Combine(folder.FullName, "config");
        await File.WriteAllTextAsync(config, "[DEFAULT]\nuser=ocid1.user.oc1..a\nfingerprint=aa:bb\ntenancy=ocid1.tenancy.oc1..a\nregion=eu-frankfurt-1\nkey_file=/nowhere/key.pem\n", TestContext.Current.CancellationToken);

        var (ended, output, _) = await ServerProcess.RunAsync(ConfigFile(config), "--test", "--profile", profile);

        Assert.Equal(code, ended);
        Assert.Contains(step, output, StringComparison.Ordinal);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "it must be a port", "--http", "elsewhere")]
    [InlineData(3, "set OCI_SERVER_TOKEN", "--http", "0.0.0.0:0")]
    [InlineData(3, "There is no folder /nowhere", "--tools", "/nowhere")]
    [InlineData(2, "it must be an ISO time", "simulate", "--now", "noon")]
    [InlineData(2, "--port is '70000': it must be a whole number from 0 to 65535.", "simulate", "--port", "70000")]
    [InlineData(2, "--settle-seconds is '-1': it must be a whole number from 0 to 3600.", "simulate", "--settle-seconds", "-1")]
    public async Task Should_say_what_is_wrong(int code, string says, params string[] arguments)
    {
        var (ended, output, error) = await ServerProcess.RunAsync(Nothing, arguments);

        Assert.Equal(code, ended);
        Assert.Contains(says, error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_so_if_the_port_is_taken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, output, error) = await ServerProcess.RunAsync(Nothing, "--http", $"{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(1, code);
        Assert.Contains("address already in use", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_name_every_problem_of_a_tools_file()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "own.yaml"), "url: nowhere\nauthorization: {kind: none}\ntools:\n  x: {title: X}\n", TestContext.Current.CancellationToken);

        var (code, _, error) = await ServerProcess.RunAsync(Nothing, "--test", "--tools", folder.FullName);

        Assert.Equal(3, code);
        Assert.Contains("own.yaml:1:6: url: 'nowhere' is not an address", error, StringComparison.Ordinal);
        Assert.Contains("own.yaml:4:6: tools.x.description: Is missing.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_let_one_process_have_a_simulation()
    {
        using var first = Process.Start(ServerProcess.Start(Nothing, "simulate", "--folder", folder.FullName))!;
        try
        {
            Assert.Contains("answer at http://127.0.0.1:", await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

            var (code, _, error) = await ServerProcess.RunAsync(Nothing, "simulate", "--folder", folder.FullName);

            Assert.Equal(3, code);
            Assert.Contains("is in use by another process", error, StringComparison.Ordinal);
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Dictionary<string, string> Nothing => [];

    private static Dictionary<string, string> ConfigFile(string path) => new() { ["OCI_CLI_CONFIG_FILE"] = path };
}
