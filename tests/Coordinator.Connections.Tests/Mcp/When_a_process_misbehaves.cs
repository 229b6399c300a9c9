using System.Globalization;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_a_process_misbehaves
{
    [Fact]
    public async Task Should_say_that_the_command_is_missing()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio() with { Command = "no-such-node" });

        var failure = await pool.FailAsync("echo");

        Assert.Equal("'awkward' could not be started: the command 'no-such-node' was not found on the PATH. Is it installed?", failure.Message);
        Assert.Equal((FailureClass.Unavailable, false), (failure.Class, failure.MaybeExecuted));
        Assert.Equal(("error", failure.Message), (pool.Status.Status, pool.Status.Error));
    }

    [Fact]
    public async Task Should_say_that_the_folder_is_missing()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio() with { WorkingDirectory = "/no/such/folder" });

        Assert.Contains("its folder '/no/such/folder' does not exist", (await pool.FailAsync("echo")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_exit_code_and_last_words_of_one_that_ends_at_once()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--exit-at-once=4"));

        var failure = await pool.FailAsync("echo");

        Assert.Equal("'awkward' ended at once (exit code 4: cannot start: no configuration).", failure.Message);
        Assert.Equal((FailureClass.Unavailable, false), (failure.Class, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Should_give_up_one_that_never_answers_the_first_question()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--hang-at-initialize") with { ConnectWithin = TimeSpan.FromSeconds(1) });

        var failure = await pool.FailAsync("echo");

        Assert.Equal(("'awkward' did not answer in time.", false), (failure.Message, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Should_know_that_a_call_was_not_sent_when_its_time_ends_before_there_is_a_session()
    {
        var clock = PoolUnderTest.Clock();
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Stdio("--hang-at-initialize") with { ConnectWithin = TimeSpan.FromSeconds(3) });
        var call = pool.CallAsync("echo", within: TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(2));

        var failure = (await call).Failure!;
        Assert.Equal((FailureClass.Timeout, false), (failure.Class, failure.MaybeExecuted));
        Assert.Contains("was not sent", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_report_one_that_dies_in_a_call_and_start_another()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Clock(), PoolUnderTest.Stdio());
        var first = await pool.AskAsync("process");
        await Eventually.TrueAsync(() => pool.Status.Status == "connected", "connected");

        var failure = await pool.FailAsync("die", new { code = 7, last_words = "no memory" });

        Assert.Equal("'awkward' went away during 'die' (exit code 7: no memory).", failure.Message);
        Assert.Equal((FailureClass.Network, true), (failure.Class, failure.MaybeExecuted));
        var heldBack = await pool.FailAsync("echo");
        Assert.StartsWith("Server temporarily unavailable: ", heldBack.Message, StringComparison.Ordinal);
        Assert.Equal((false, true), (heldBack.MaybeExecuted, heldBack.RetryAfter > TimeSpan.Zero));
        Assert.NotEqual("", first.Text);
    }

    [Fact]
    public async Task Should_notice_one_that_is_killed_while_idle_and_start_another_for_the_next_call()
    {
        var clock = PoolUnderTest.Clock();
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Stdio());
        var first = int.Parse((await pool.AskAsync("process")).Text, CultureInfo.InvariantCulture);
        clock.Advance(TimeSpan.FromSeconds(10));

        Processes.Kill(first);

        await Eventually.TrueAsync(() => pool.Status.Status == "error", "the end is noticed");
        Assert.Contains("exit code 137", pool.Status.Error, StringComparison.Ordinal);
        Assert.NotEqual(first.ToString(CultureInfo.InvariantCulture), (await pool.AskAsync("process")).Text);
    }

    [Fact]
    public async Task Should_read_past_garbage_on_stdout()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--garbage"));

        Assert.Equal("hi", (await pool.AskAsync("echo", new { text = "hi" })).Text);
    }

    [Fact]
    public async Task Defect27_Should_not_be_blocked_or_flooded_by_megabytes_on_stderr()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Clock(), PoolUnderTest.Stdio("--chatty=4"));

        Assert.Equal("hi", (await pool.AskAsync("echo", new { text = "hi" })).Text);

        Assert.Equal(200, pool.Logs.All.Count(line => line.StartsWith("mcp_stderr server=awkward line=....", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Defect15_Should_keep_the_time_limit_when_the_process_reads_nothing_any_more()
    {
        // discover, initialize, initialized, tools/list and one call are read; the pipe takes 64 KB after that.
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--deaf-after=5"));
        await pool.AskAsync("echo");

        var failure = await pool.FailAsync("echo", new { text = new string('x', 1024 * 1024) }, within: TimeSpan.FromSeconds(1));

        Assert.Equal((FailureClass.Timeout, true), (failure.Class, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Should_give_up_endless_pages_of_tools()
    {
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio("--endless-pages") with { ConnectWithin = TimeSpan.FromSeconds(1) });

        Assert.Equal("'awkward' did not answer in time.", (await pool.FailAsync("echo")).Message);
    }

    [Fact]
    public async Task Should_not_let_one_that_hangs_hold_up_the_others()
    {
        var hanging = PoolUnderTest.Stdio("--hang-at-initialize") with { Id = "hanging", ConnectWithin = TimeSpan.FromSeconds(1) };
        await using var pool = new PoolUnderTest(PoolUnderTest.Clock(), PoolUnderTest.Stdio(), hanging);
        await pool.ConnectAsync();

        var tools = await pool.ListAsync();

        Assert.Contains(tools, tool => tool.Name == "echo");
        Assert.Equal("error", pool.Pool.Servers.Single(server => server.Id == "hanging").Status);
    }

    [Fact]
    public async Task Should_let_a_list_wait_only_so_long_for_one_that_hangs()
    {
        var clock = PoolUnderTest.Clock();
        var hanging = PoolUnderTest.Stdio("--hang-at-initialize") with { Id = "hanging" };
        await using var pool = new PoolUnderTest(clock, PoolUnderTest.Stdio(), hanging);
        await pool.AskAsync("echo");
        var waiting = pool.ListAsync();
        await Eventually.TrueAsync(() => pool.Pool.Servers.Single(server => server.Id == "hanging").Status == "connecting", "it is being connected");

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains(await waiting, tool => tool.Name == "echo");
        Assert.Contains(await pool.ListAsync(), tool => tool.Name == "echo");
        Assert.Equal("connecting", pool.Pool.Servers.Single(server => server.Id == "hanging").Status);
    }

    [Fact]
    public async Task Should_end_the_process_with_the_pool_even_if_it_ignores_the_end_of_its_input()
    {
        int id;
        await using (var pool = new PoolUnderTest(PoolUnderTest.Stdio("--ignore-end")))
        {
            id = int.Parse((await pool.AskAsync("process")).Text, CultureInfo.InvariantCulture);
            Assert.True(Processes.IsAlive(id));
        }

        await Eventually.TrueAsync(() => !Processes.IsAlive(id), "the process ends");
    }
}
