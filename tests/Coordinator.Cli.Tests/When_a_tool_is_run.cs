using System.Text.Json;
using Coordinator.Cli.Commands;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Tests;

public sealed class When_a_tool_is_run(RunningHost host)
{
    [Fact]
    public async Task Should_show_a_list_as_a_table()
    {
        var ran = await host.RunAsync("tools", "run", "oci_compute_list_instances", "--arg", "limit=2");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("NAME", ran.Lines[0], StringComparison.Ordinal);
        Assert.Contains("oci_compute_list_instances: succeeded (", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Run: tool-", ran.Error, StringComparison.Ordinal);
        Assert.Equal("succeeded", (await host.RunAsync("tools", "run", "oci_ping", "--json")).Json.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("""{"type":"t","more":false,"unreadable":[],"things":[{"name":"a"}]}""", "NAME\na\n", "more: no\n")]
    [InlineData("""{"things":[{"name":"a"}],"unreadable":["prod","dev"],"sum":{"total":"12 USD","by":null,"days":3}}""", "NAME\na\n", "unreadable: prod, dev\nsum: total 12 USD, days 3\n")]
    [InlineData("""[{"name":"a"}]""", "NAME\na\n", "")]
    [InlineData("""{"type":"t","of":["x","y"],"things":[]}""", "type  t\nof    x, y\n", "")]
    [InlineData("""{"things":[{"name":"a"}],"more":[{"name":"b"}]}""", "things  [{\"name\":\"a\"}]\nmore    [{\"name\":\"b\"}]\n", "")]
    public void Should_show_the_only_list_of_things_as_a_table_and_leave_no_other_out(string result, string shown, string noted)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CliEnvironment { Out = output, Error = error, Variable = _ => null };
        ToolResultView.Show(new Screen(environment, isJson: false), JsonSerializer.SerializeToElement(new { structured = JsonElement.Parse(result) }));
        Assert.Equal((shown, noted), (output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("no\n", 1, "Nothing was done.")]
    [InlineData("", 1, "Nothing was done.")]
    [InlineData(null, 2, "oci_compute_stop_by_name changes something, and there is nobody to ask: add --yes.")]
    public async Task Should_ask_before_a_change(string? answer, int exitCode, string error)
    {
        var before = await RunsAsync();
        var ran = await host.RunAsking(_ => answer?.TrimEnd('\n'), answer is not null, "tools", "run", "oci_compute_stop_by_name", "--arg", "instance_name=x");
        Assert.Equal((exitCode, error), (ran.ExitCode, ran.Error.TrimEnd()));
        Assert.Equal(before, await RunsAsync());
    }

    [Fact]
    public async Task Should_make_a_change_when_it_is_told_so()
    {
        var asked = "";
        var agreed = await host.RunAsking(question => (asked = question) is null ? null : "y", true, "tools", "run", "oci_compute_stop_by_name", "--json-args", """{"instance_name":"no-such"}""");
        Assert.StartsWith("oci_compute_stop_by_name {\"instance_name\":\"no-such\"}", asked, StringComparison.Ordinal);
        var forced = await host.RunAsync("tools", "run", "oci_compute_stop_by_name", "--arg", "instance_name=no-such", "--yes");
        Assert.All([agreed, forced], ran => Assert.Equal(1, ran.ExitCode));
        Assert.All([agreed, forced], ran => Assert.Contains("oci_compute_stop_by_name: failed (", ran.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "--arg is 'limit': give name=value.", "--arg", "limit")]
    [InlineData(2, "limit is given twice.", "--arg", "limit=1", "--arg", "limit=2")]
    [InlineData(2, "--json-args must be one JSON object", "--json-args", "[1]")]
    [InlineData(2, "--json-args must be one JSON object", "--json-args", "{")]
    [InlineData(2, "arguments.limit must be of type integer", "--arg", "limit=many")]
    [InlineData(2, "timeout_seconds must be a whole number from 1 to 3600.", "--timeout", "0")]
    public async Task Should_say_what_is_wrong_with_the_arguments(int exitCode, string error, params string[] arguments)
    {
        var ran = await host.RunAsync(["tools", "run", "oci_compute_list_instances", .. arguments]);
        Assert.Equal(exitCode, ran.ExitCode);
        Assert.Contains(error, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_know_no_other_tool() => Assert.Equal(6, (await host.RunAsync("tools", "run", "oci_nothing")).ExitCode);

    [Fact]
    public async Task Should_follow_a_call_that_takes_longer()
    {
        Assert.Equal(0, (await host.RunAsync("drain", "on")).ExitCode);
        var running = host.RunAsync("tools", "run", "oci_ping");
        var ended = await host.RunAsync("drain", "off");
        Assert.Equal((0, 0), (ended.ExitCode, (await running).ExitCode));
    }

    private async Task<int> RunsAsync() => (await host.RunAsync("runs", "list", "--json", "--limit", "200")).Json.GetProperty("runs").GetArrayLength();
}
