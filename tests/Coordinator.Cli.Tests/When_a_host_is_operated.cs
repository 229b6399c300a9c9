namespace Coordinator.Cli.Tests;

public sealed class When_a_host_is_operated(RunningHost host)
{
    [Fact]
    public async Task Should_show_its_health_as_a_table_and_as_it_came()
    {
        var ran = await host.RunAsync("health", "--force");
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("The coordinator is ", ran.Lines[0], StringComparison.Ordinal);
        Assert.Contains(ran.Lines, line => line.StartsWith("mcp_oci-unified", StringComparison.Ordinal) && line.Contains("healthy", StringComparison.Ordinal));
        Assert.All(ran.Lines, line => Assert.Equal(line.TrimEnd(), line));

        var json = (await host.RunAsync("health", "--json")).Json;
        Assert.Equal("healthy", json.GetProperty("components").GetProperty("mcp_oci-unified").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Should_ask_show_the_run_and_find_it_again()
    {
        var asked = await host.RunAsync("chat", "How is Berlin?");
        Assert.Equal((0, "Sunny."), (asked.ExitCode, asked.Out.Trim()));

        var run = (await host.RunAsync("runs", "list", "--json", "--status", "answered")).Json.GetProperty("runs").EnumerateArray().First(one => one.GetProperty("message").GetString() == "How is Berlin?").GetProperty("run_id").GetString()!;
        var watched = await host.RunAsync("runs", "watch", run);
        Assert.Equal(0, watched.ExitCode);
        Assert.EndsWith("started", watched.Lines[0], StringComparison.Ordinal);
        Assert.Contains(watched.Lines, line => line.EndsWith("ended: answered", StringComparison.Ordinal));
        Assert.Equal("Sunny.", watched.Lines[^1]);
        var shown = await host.RunAsync("runs", "show", run);
        Assert.Contains(shown.Lines, line => line.StartsWith("Message", StringComparison.Ordinal) && line.EndsWith("How is Berlin?", StringComparison.Ordinal));
        Assert.Equal((1, "The run has ended: There is nothing left to stop.\n"), await StopAsync(run));
    }

    [Fact]
    public async Task Should_retry_and_discard_dead_letters()
    {
        var letters = new List<string> { await LetterAsync("This"), await LetterAsync("That") };
        var list = await host.RunAsync("dlq", "list", "--type", "validation");
        Assert.All(letters, letter => Assert.Contains(letter, list.Out, StringComparison.Ordinal));
        Assert.Contains("Parameters", (await host.RunAsync("dlq", "show", letters[0])).Out, StringComparison.Ordinal);
        Assert.Equal((0, $"{letters[0]} is discarded.\n"), await OutAsync("dlq", "discard", letters[0]));
        var retried = await host.RunAsync("dlq", "retry", letters[1], "--max-retries", "3");
        Assert.Equal((0, "Retried: 1, Failed: 0"), (retried.ExitCode, retried.Lines[0]));
        var run = retried.Lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal("Sunny.", (await host.RunAsync("runs", "watch", run)).Lines[^1]);
        Assert.Equal((2, ""), await OutAsync("dlq", "retry"));
    }

    [Fact]
    public async Task Should_see_restart_and_switch_a_server()
    {
        Assert.Contains("oci-unified", (await host.RunAsync("mcp", "list")).Out, StringComparison.Ordinal);
        var restarted = await host.RunAsync("mcp", "restart", "oci-unified");
        Assert.Equal(0, restarted.ExitCode);
        Assert.Contains("connected", restarted.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await host.RunAsync("mcp", "test", "oci-unified")).ExitCode);
        Assert.Equal(3, (await host.RunAsync("mcp", "reset", "oci-unified")).Lines.Count);
        Assert.Equal((0, "Auto-restart of oci-unified is off.\n"), await OutAsync("mcp", "auto-restart", "oci-unified", "off"));
        Assert.Equal((0, "Auto-restart of oci-unified is on.\n"), await OutAsync("mcp", "auto-restart", "oci-unified", "on"));
        var audit = await host.RunAsync("audit");
        Assert.Contains(audit.Lines, line => line.Contains("circuit_reset", StringComparison.Ordinal) && line.Contains(Environment.UserName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_set_a_limit_and_take_it_back()
    {
        var set = await host.RunAsync("bulkheads", "set", "cost", "3", "--json");
        Assert.Equal((3, 8), (set.Json.GetProperty("max_concurrent").GetInt32(), set.Json.GetProperty("configured_max_concurrent").GetInt32()));
        Assert.Equal(8, (await host.RunAsync("bulkheads", "set", "cost", "default", "--json")).Json.GetProperty("max_concurrent").GetInt32());
    }

    [Fact]
    public async Task Should_find_the_tools_valid()
    {
        var ran = await host.RunAsync("tools", "validate");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("valid, 0 errors", ran.Lines[^1], StringComparison.Ordinal);
    }

    private async Task<(int, string)> OutAsync(params string[] args)
    {
        var ran = await host.RunAsync(args);
        return (ran.ExitCode, ran.Out.ReplaceLineEndings("\n"));
    }

    /// <summary>A question that cannot be answered, and the letter that becomes of it.</summary>
    private async Task<string> LetterAsync(string subject)
    {
        Assert.Equal(1, (await host.RunAsync("chat", $"{subject} is {RunningHost.Hopeless}")).ExitCode);
        var run = (await host.RunAsync("runs", "list", "--json")).Json.GetProperty("runs").EnumerateArray().First(one => one.GetProperty("message").GetString()!.StartsWith(subject, StringComparison.Ordinal));
        return $"op_{run.GetProperty("run_id").GetString()}";
    }

    private async Task<(int, string)> StopAsync(string run)
    {
        var ran = await host.RunAsync("runs", "stop", run);
        return (ran.ExitCode, ran.Error.ReplaceLineEndings("\n"));
    }
}
