using System.Net;
using System.Net.Sockets;

namespace Coordinator.LocalHost.Tests;

public sealed class HostCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-command-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("99999999999")]
    public async Task Run_WhenThePortIsNoPort_SaysSo(string port)
    {
        Assert.Equal(2, await RunAsync("--port", port));

        Assert.Contains($"--port is '{port}': it must be a whole number from 0 to 65535.", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenThePortIsTaken_SaysSoInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal(1, await RunAsync("--port", $"{port}", "--data", _folder));

        Assert.Equal($"The coordinator did not start.\nPort {port} is in use by another process. Stop that one, or give this one another port (--port).\n", _error.ToString());
        var log = await File.ReadAllTextAsync(Path.Combine(_folder, "logs", "coordinator.log"), TestContext.Current.CancellationToken);
        Assert.Contains("runner_stopped", log, StringComparison.Ordinal);
        Assert.DoesNotContain("BackgroundService", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheConfigFolderIsWrong_NamesTheFile()
    {
        Assert.Equal(1, await RunAsync("--port", "0", "--data", _folder, "--config", _folder));

        Assert.Contains("mcp-servers.yaml' is not there", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheJournalIsUnusable_GivesBackWhatItHasTaken()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "runs.db"), new string('x', 8192), TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync("--port", "0", "--data", _folder));

        Assert.All(Directory.GetFiles(_folder, "*.lock", SearchOption.AllDirectories), held => new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
    }

    [Theory]
    [InlineData("--nope")]
    [InlineData("stray")]
    [InlineData("--mode", "everything")]
    public async Task Run_WhenTheUsageIsWrong_Is2(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));

        Assert.Contains(args[^1], _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Always_NamesEveryOption()
    {
        Assert.Equal(0, await RunAsync("--help"));

        foreach (var option in new[] { "--port", "--data", "--config", "--mode <api|both|slack>", "[default: both]", "[default: 3001]", "docs/settings.md", "validate-tools" })
        {
            Assert.Contains(option, _output.ToString(), StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<int> RunAsync(params string[] args) =>
        HostCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
