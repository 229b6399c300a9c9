using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>Each test has a tenancy of its own: it changes it.</summary>
public sealed class When_an_instance_is_changed : IAsyncLifetime
{
    private const string Stop = "oci_compute_stop_by_name";

    private readonly SimulatedOci oci = new();

    public ValueTask InitializeAsync() => oci.InitializeAsync();

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Fact]
    public async Task Should_stop_it_and_show_the_states_it_goes_through()
    {
        var answer = await oci.AskAsync(Stop, new { instance_name = "WEB-01" });

        Assert.Equal(("web-01", "SOFTSTOP", "RUNNING", "STOPPING"), (answer.Text("instance_name"), answer.Text("action"), answer.Text("from"), answer.Text("to")));
        Assert.Equal("STOPPING", await StateAsync("web-01"));
        oci.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("STOPPED", await StateAsync("web-01"));
    }

    [Theory]
    [InlineData("oci_compute_start_by_name", "reporting-vm", "STARTING", "RUNNING")]
    [InlineData("oci_compute_restart_by_name", "web-02", "STOPPING", "RUNNING")]
    public async Task Should_start_and_restart(string tool, string instance, string between, string then)
    {
        Assert.Equal(between, (await oci.AskAsync(tool, new { instance_name = instance })).Text("new_state"));
        oci.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(then, await StateAsync(instance));
    }

    [Theory]
    [InlineData("oci_compute_stop_instance", "web-01", "STOPPING")]
    [InlineData("oci_compute_restart_instance", "web-01", "STOPPING")]
    [InlineData("oci_compute_start_instance", "reporting-vm", "STARTING")]
    public async Task Should_act_on_an_ocid(string tool, string instance, string state)
    {
        var id = (await oci.AskAsync("oci_compute_find_instance", new { instance_name = instance, exact_match = true })).List("instances")[0].Text("id");

        var answer = await oci.AskAsync(tool, new { instance_id = id });

        Assert.Equal((instance, state), (answer.Text("instance_name"), answer.Text("new_state")));
    }

    /// <summary>Their names are only shown: those of some minutes ago will do.</summary>
    [Fact]
    public async Task Should_not_read_the_compartments_again_for_an_ocid()
    {
        var id = (await oci.AskAsync("oci_compute_find_instance", new { instance_name = "web-01", exact_match = true })).List("instances")[0].Text("id");
        await oci.FailNextAsync(new { path = "/20160918/compartments", status = 500, times = 10 });

        var answer = await oci.AskAsync("oci_compute_stop_instance", new { instance_id = id });

        Assert.Equal(("STOPPING", "prod-apps"), (answer.Text("new_state"), answer.Text("compartment")));
    }

    [Fact]
    public async Task Should_do_it_once_for_an_effect_key_even_if_the_server_forgot()
    {
        await oci.AskAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, effectKey: "run-1/1.0");
        oci.UseTools();
        await oci.RestartSimulationAsync();

        var again = await oci.AskAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, effectKey: "run-1/1.0");

        Assert.True(again.GetProperty("success").GetBoolean());
        Assert.Single(oci.Changes());
    }

    /// <summary>A crash cut the line before anybody was told of it.</summary>
    [Fact]
    public async Task Should_take_a_half_written_line_of_the_log_for_one_that_was_not()
    {
        await oci.AskAsync(Stop, new { instance_name = "web-01" }, effectKey: "run-1/1.0");
        await oci.RestartSimulationAsync(changes => $"{changes}{changes[..^20]}");

        await oci.AskAsync(Stop, new { instance_name = "web-02" }, effectKey: "run-2/1.0");
        await oci.RestartSimulationAsync();

        Assert.Equal([(1, "web-01"), (2, "web-02")], oci.Changes().Select(change => (change.GetProperty("seq").GetInt32(), change.Text("instance")!)));
    }

    [Fact]
    public async Task Should_answer_a_repeated_stop_although_it_is_stopped_by_now()
    {
        await oci.AskAsync(Stop, new { instance_name = "web-01" }, effectKey: "run-1/1.0");
        oci.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("STOPPED", (await oci.AskAsync(Stop, new { instance_name = "web-01" }, effectKey: "run-1/1.0")).Text("new_state"));
        Assert.Equal("IncorrectState", (await oci.FailAsync(Stop, new { instance_name = "web-01" }, effectKey: "run-2/1.0")).Text("code"));
        Assert.Single(oci.Changes());
    }

    [Fact]
    public async Task Should_refuse_an_effect_key_of_another_request()
    {
        await oci.AskAsync(Stop, new { instance_name = "web-01" }, effectKey: "run-1/1.0");

        var error = await oci.FailAsync(Stop, new { instance_name = "web-02" }, effectKey: "run-1/1.0");

        Assert.Equal((409, "InvalidatedRetryToken"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.Equal("RUNNING", await StateAsync("web-02"));
    }

    [Fact]
    public async Task Should_offer_the_choices_and_take_none_if_the_name_is_not_exact()
    {
        var several = await oci.FailAsync(Stop, new { instance_name = "batch-worker" });
        var none = await oci.FailAsync(Stop, new { instance_name = "web" });

        Assert.Equal((409, "AmbiguousName"), (several.GetProperty("status").GetInt32(), several.Text("code")));
        Assert.Contains(several.List("choices"), choice => choice.GetString()!.StartsWith("batch-worker in prod-data, RUNNING (ocid1.instance.", StringComparison.Ordinal));
        Assert.Equal(404, none.GetProperty("status").GetInt32());
        Assert.Contains("web-01", none.List("choices").Select(choice => choice.GetString()));
        Assert.Empty(oci.Changes());
        Assert.Equal("STOPPING", (await oci.AskAsync(Stop, new { instance_name = "batch-worker", compartment_id = "prod-data" })).Text("to"));
    }

    [Fact]
    public async Task Should_refuse_a_state_it_makes_no_sense_in()
    {
        var error = await oci.FailAsync("oci_compute_start_by_name", new { instance_name = "web-01" });

        Assert.Equal((409, "IncorrectState"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.Empty(oci.Changes());
    }

    [Fact]
    public async Task Should_refuse_a_name_that_would_end_the_search_text()
    {
        Assert.Equal("InvalidParameter", (await oci.FailAsync(Stop, new { instance_name = "x' || displayName =~ 'web" })).Text("code"));
        Assert.Empty(oci.Changes());
    }

    [Fact]
    public async Task Should_launch_one_once_for_an_effect_key()
    {
        var subnet = (await oci.AskAsync("oci_network_list_subnets", new { compartment_id = "prod-network" })).Named("subnets", "prod-apps").Text("id");
        var wanted = new { display_name = "web-04", compartment_id = "prod-apps", availability_domain = "Uocm:EU-FRANKFURT-1-AD-1", subnet_id = subnet, ocpus = 2, memory_gb = 16 };

        var first = await oci.AskAsync("oci_compute_launch_instance", wanted, effectKey: "run-1/1.0");
        await oci.RestartSimulationAsync();
        var second = await oci.AskAsync("oci_compute_launch_instance", wanted, effectKey: "run-1/1.0");

        Assert.Equal("PROVISIONING", first.GetProperty("instance").Text("state"));
        Assert.Equal(first.GetProperty("instance").Text("id"), second.GetProperty("instance").Text("id"));
        Assert.StartsWith("ocid1.image.", first.Text("image_id"), StringComparison.Ordinal);
        oci.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("RUNNING", await StateAsync("web-04"));
    }

    [Fact]
    public async Task Should_change_nothing_in_a_real_tenancy_unless_that_is_allowed()
    {
        await File.WriteAllTextAsync(oci.ConfigFile, (await File.ReadAllTextAsync(oci.ConfigFile, TestContext.Current.CancellationToken)).Replace("endpoint=", "#endpoint=", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        oci.UseTools();

        var error = await oci.FailAsync(Stop, new { instance_name = "web-01" });

        Assert.Equal((403, "MutationsNotAllowed"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.Contains("ALLOW_MUTATIONS=true", error.Text("action"), StringComparison.Ordinal);
    }

    private async Task<string?> StateAsync(string instance) =>
        (await oci.AskAsync("oci_compute_find_instance", new { instance_name = instance, exact_match = true })).List("instances").Single().Text("state");
}
