using System.Text;
using Coordinator.TestKit.Signals;

namespace Coordinator.Cli.Tests;

/// <summary>One clear line, and the exit code that docs/cli.md names.</summary>
public sealed class When_something_is_wrong(RunningHost host)
{
    private static readonly Dictionary<string, string> Nothing = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_say_that_nobody_answers() => await AssertAsync(
        ["--endpoint", "http://127.0.0.1:1"], 4, "No coordinator answers at http://127.0.0.1:1: the connection is refused. Is it running, and is this its port? --endpoint says where it is.");

    [Fact]
    public async Task Should_say_that_the_key_is_missing_or_wrong()
    {
        await AssertAsync(["--endpoint", host.Address, "--key", ""], 5, "Access key required: Send the access key (COORDINATOR_ADMIN_KEY) in the header x-coordinator-key or as a Bearer token.");
        await AssertAsync(["--endpoint", host.Address, "--key", "wrong"], 5, "Access key required: The access key that was sent (header x-coordinator-key or Bearer token) is not this coordinator's COORDINATOR_ADMIN_KEY.");
    }

    [Fact]
    public async Task Should_name_an_id_that_is_unknown()
    {
        var ran = await host.RunAsync("runs", "show", "no such run");
        Assert.Equal((6, "No such run: There is no run 'no such run'."), (ran.ExitCode, ran.Error.Trim()));
    }

    [Fact]
    public async Task Should_name_a_letter_that_is_unknown()
    {
        Assert.Equal(6, (await host.RunAsync("dlq", "retry", "op_none")).ExitCode);
        Assert.Equal(0, (await host.RunAsync("dlq", "retry", "--type", "timeout")).ExitCode);
    }

    [Fact]
    public async Task Should_not_blame_the_key_for_what_the_configuration_does_not_allow()
    {
        var ran = await host.RunAsync("mcp", "register", "finops", "https://finops.example.com/mcp");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("MCP_REGISTRATION_ALLOWED_HOSTS", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "text/plain", "", 7, "is older than this program")]
    [InlineData(405, "text/html", "<h1>No</h1>", 7, "is older than this program")]
    [InlineData(200, "text/html", "<h1>Welcome</h1>", 1, "is no coordinator")]
    [InlineData(200, "application/json", "{\"servers\":", 1, "is no coordinator")]
    [InlineData(302, "text/html", "", 1, "answered 302")]
    [InlineData(500, "application/problem+json", "{}", 1, "answered 500")]
    [InlineData(403, "text/html", "", 5, "refused it (403)")]
    public async Task Should_not_take_something_else_for_a_coordinator(int status, string type, string body, int exitCode, string words)
    {
        await using var other = await OtherServer.StartAsync(status, type, body);
        var ran = await RunAsync(Nothing, "mcp", "list", "--endpoint", other.Address);
        Assert.Equal(exitCode, ran.ExitCode);
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
        Assert.Equal("", ran.Out);
        Assert.Single(ran.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("text/html", "<h1>Log in</h1>", "is no coordinator")]
    [InlineData("text/event-stream", "event: run_started\ndata: {nonsense\n\n", "sent what this program does not understand")]
    public async Task Should_not_watch_what_is_no_stream_of_events(string type, string body, string words)
    {
        await using var other = await OtherServer.StartAsync(200, type, body);
        var ran = await RunAsync(Nothing, "runs", "watch", "r1", "--endpoint", other.Address);
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health", """{"status":"healthy","components":{"redis":"healthy"},"uptime_seconds":"long"}""")]
    [InlineData("health", "[]")]
    [InlineData("runs list", """{"runs":[1,"two",null]}""")]
    public async Task Should_end_with_words_whatever_it_is_sent(string command, string body)
    {
        await using var other = await OtherServer.StartAsync(200, "application/json", body);
        var ran = await RunAsync(Nothing, [.. command.Split(' '), "--endpoint", other.Address]);
        Assert.InRange(ran.ExitCode, 0, 1);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_command_the_terminal_with_what_a_server_says()
    {
        await using var other = await OtherServer.StartAsync(200, "application/json", """{"servers":[{"id":"a\u001b]0;owned\u0007","status":"connected","error":"line\none \u202egnorw"}]}""");
        var ran = await RunAsync(Nothing, "mcp", "list", "--endpoint", other.Address);
        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain(ran.Out, character => character is '\u001b' or '\u0007' or '\u202e');
        Assert.Equal(2, ran.Lines.Count);
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is no command of 'coordinator'.")]
    [InlineData("mcp nonsense", "'nonsense' is no command of 'coordinator mcp'.")]
    [InlineData("mcp show", "Required argument missing for command: 'show'.")]
    [InlineData("bulkheads set cost many", "The limit is 'many': it must be a whole number from 1, or 'default'.")]
    [InlineData("runs list --limit abc", "--limit is 'abc': it must be a whole number.")]
    [InlineData("runs list --status nonsense", "A value is not valid: status must be one of queued, running, waiting, answered, failed, stopped, parked.")]
    [InlineData("health --interval 0", "--interval is '0': it must be a whole number of seconds from 1 to 3600.")]
    [InlineData("mcp list --endpoint ftp://x", "The endpoint 'ftp://x' is not an http or https address, such as http://localhost:3001.")]
    [InlineData("mcp list --endpoint http://example.com --key k", "The key is not sent to http://example.com: over http everybody on the way can read it. Use https.")]
    public async Task Should_refuse_wrong_usage_in_words(string command, string words)
    {
        var ran = await host.RunAsync(command.Split(' '));
        Assert.Equal((2, words), (ran.ExitCode, ran.Error.Split('\n')[0].TrimEnd()));
    }

    [Fact]
    public async Task Should_end_when_it_is_interrupted()
    {
        using var interrupted = new CancellationTokenSource();
        var watching = host.RunUntilAsync(["health", "--watch", "--interval", "3600"], interrupted.Token);
        await interrupted.CancelAsync();
        Assert.Equal(130, (await watching.SoonAsync()).ExitCode);
    }

    [Fact]
    public async Task Should_end_quietly_when_nobody_reads_any_more()
    {
        using var error = new StringWriter();
        var environment = new CliEnvironment { Out = new ClosedPipe(), Error = error, Variable = name => name == "COORDINATOR_ENDPOINT" ? host.Address : name == "COORDINATOR_ADMIN_KEY" ? RunningHost.Key : null };
        Assert.Equal(141, await CoordinatorCommand.RunAsync(["audit", "--json"], environment, Token).SoonAsync());
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Should_say_that_the_disk_is_full()
    {
        using var error = new StringWriter();
        var environment = new CliEnvironment { Out = new FullDisk(), Error = error, Variable = name => name == "COORDINATOR_ENDPOINT" ? host.Address : name == "COORDINATOR_ADMIN_KEY" ? RunningHost.Key : null };
        Assert.Equal(1, await CoordinatorCommand.RunAsync(["audit", "--json"], environment, Token).SoonAsync());
        Assert.Equal("The output could not be written: the disk is full.", error.ToString().Trim());
    }

    private static async Task AssertAsync(string[] target, int exitCode, string words)
    {
        var ran = await RunAsync(Nothing, ["mcp", "list", .. target]);
        Assert.Equal((exitCode, words, ""), (ran.ExitCode, ran.Error.Trim(), ran.Out));
    }

    private static Task<Ran> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] args) => CommandLine.RunAsync(variables, args, Token);

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device", 28);
    }

    private sealed class ClosedPipe : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Broken pipe");
    }
}
