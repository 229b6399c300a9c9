using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.Workflows;
using CsCheck;

namespace Coordinator.Core.Tests.Workflows;

public sealed class WorkflowPolicyTests
{
    private const string Instances = """{"type":"compute_instances","instances":[{"name":"web-01","state":"RUNNING","shape":"E5|Flex","ocpus":4,"memory_gb":32,"compartment":"prod","compartment_id":"c1"},{"name":"twin","compartment":"a","compartment_id":"a"},{"name":"twin","compartment":"b","compartment_id":"b"}],"count":3}""";

    private const string Branching = """
        name: w
        title: look at everything
        group: Tests
        examples: [w]
        patterns: [w]
        steps:
          - name: both
            parallel:
              - {name: a, tool: ta, args: {n: 5, s: "5", gone: "{{ nothing }}"}}
              - {name: b, tool: tb}
          - name: chain
            first:
              - {name: c1, tool: tc1}
              - {name: c2, tool: tc2}
          - {name: extra, tool: te, optional: true}
        answer: "a={{ steps.a.text }} b={{ steps.b.text }} c={{ steps.chain.text }}"
        """;

    [Fact]
    public void Next_WhenItBegins_AsksForTheFirstStep()
    {
        var turn = WorkflowPolicy.Next(Pin("list running instances"), []);
        var call = Assert.Single(turn.Calls);
        Assert.Equal("oci_compute_list_instances", call.Tool);
        Assert.Equal("""{"lifecycle_state":"RUNNING","include_subtree":true,"limit":500}""", call.Arguments.GetRawText());
    }

    [Fact]
    public void Next_WhenAParameterIsANumber_SendsANumber() =>
        Assert.Equal("""{"months":6}""", Assert.Single(WorkflowPolicy.Next(Pin("show cost trend last 6 months"), []).Calls).Arguments.GetRawText());

    [Fact]
    public void Next_WhenTheListCame_AnswersWithATable()
    {
        var answer = WorkflowPolicy.Next(Pin("list running instances"), [Result("instances", Instances)]).Answer!;
        Assert.StartsWith("**3 running instances**", answer, StringComparison.Ordinal);
        Assert.Contains("| web-01 | RUNNING | E5\\|Flex | 4 | 32 GB | prod |", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_WhenCompartmentsWereLeftOut_SaysSo() =>
        Assert.Equal("There are no virtual cloud networks.\n\nLeft out, because this user may not read them: finance, hr.", WorkflowPolicy.Next(Pin("list VCNs"), [
            Result("vcns", """{"vcns":[],"unreadable_compartments":["finance","hr"]}"""),
        ]).Answer);

    [Fact]
    public void Next_WhenThereAreDatabasesOfBothKinds_ListsEachOnce()
    {
        var answer = WorkflowPolicy.Next(Pin("list databases in prod"), [
            Result("databases", """{"databases":[{"name":"ATPAdi","database_name":"ATPADI","compartment":"prod"}]}"""),
            Result("managed", """{"databases":[{"name":"ATPAdi","deployment_type":"AUTONOMOUS"},{"name":"ORCLPROD","database_type":"CLOUD_SIDB","deployment_type":"VM","db_version":"19.28","compartment":"prod"}]}"""),
        ]).Answer!;
        Assert.StartsWith("**1 autonomous database** in prod\n", answer, StringComparison.Ordinal);
        Assert.Contains("\n\n**1 other database** known to Database Management\n\n|", answer, StringComparison.Ordinal);
        Assert.Contains("| ORCLPROD | CLOUD_SIDB | VM | 19.28 | prod |", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split('\n'), line => line.Contains("ATPAdi", StringComparison.Ordinal));
    }

    [Fact]
    public void Next_WhenTheLastMonthIsNotOver_SaysWhatIsCompared()
    {
        const string Months = """[{"month":"2026-10","amount":10},{"month":"2026-11","amount":5,"partial":PARTIAL}]""";
        string Answer(string partial) => WorkflowPolicy.Next(Pin("compare costs October and November"), [
            Result("costs", $$"""{"currency":"USD","change":"-50.0%","months":{{Months.Replace("PARTIAL", partial, StringComparison.Ordinal)}},"services":[{"service":"Compute","amounts":[10,5],"change":"-50.0%"}]}"""),
        ]).Answer!;
        Assert.Contains("| 2026-11 (so far) | Change since 2026-10 |", Answer("true"), StringComparison.Ordinal);
        Assert.EndsWith("2026-11 is not over: its costs so far are compared with those of a whole month.", Answer("true"), StringComparison.Ordinal);
        Assert.EndsWith("| -50.0% |", Answer("false"), StringComparison.Ordinal);
    }

    [Fact]
    public void Next_WhenInstancesComeInAnyOrder_ListsThemByCompartmentAndName()
    {
        var answer = WorkflowPolicy.Next(Pin("list instances"), [Result("instances", """{"instances":[{"name":"web-03","compartment":"b"},{"name":"app-01","compartment":"b"},{"name":"zoo","compartment":"a"}]}""")]).Answer!;
        Assert.Equal(["zoo", "app-01", "web-03"], answer.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Name", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]));
    }

    [Theory]
    [InlineData("web-01", "**1 instance** named `web-01`", 1)]
    [InlineData("web", "**2 instances** with `web` in the name", 2)]
    public void Next_WhenOneHasExactlyTheName_LeavesOutThoseThatContainIt(string name, string says, int rows)
    {
        var answer = WorkflowPolicy.Next(Pin($"show instance {name}"), [Result("found", """{"instances":[{"name":"stage-web-01"},{"name":"web-01"}]}""")]).Answer!;
        Assert.StartsWith($"{says}\n\n| Name |", answer, StringComparison.Ordinal);
        Assert.Equal(rows, answer.Split('\n').Count(line => line.Contains("web-01 |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Next_WhenAProfileIsNamed_AsksWithIt() =>
        Assert.Equal("""{"profile":"EMDEMO","lifecycle_state":"RUNNING","include_subtree":true,"limit":500}""", Assert.Single(WorkflowPolicy.Next(Pin("list running instances using profile EMDEMO"), []).Calls).Arguments.GetRawText());

    [Fact]
    public void Next_WhenTheListIsEmpty_SaysSo() =>
        Assert.Equal("There are no running instances.", WorkflowPolicy.Next(Pin("list running instances"), [Result("instances", """{"instances":[],"count":0}""")]).Answer);

    [Fact]
    public void Next_WhenTheToolFailed_SaysWhatFailedAndWhy()
    {
        var failed = Result("instances", """{"error":{"status":503,"message":"OCI is down"}}""", ToolOutcomes.Failed);
        Assert.Equal("**I could not list the compute instances.** `oci_compute_list_instances` failed: OCI is down. 503 Service unavailable. Next step: Wait for OCI recovery.", WorkflowPolicy.Next(Pin("list running instances"), [failed]).Answer);
    }

    [Fact]
    public void Next_WhenTheTargetIsExactlyOne_AsksForTheWrite()
    {
        var call = Assert.Single(WorkflowPolicy.Next(Pin("stop instance WEB-01"), [Result("instances", Instances)]).Calls);
        Assert.Equal("oci_compute_stop_by_name", call.Tool);
        Assert.Equal("""{"instance_name":"web-01","compartment_id":"c1"}""", call.Arguments.GetRawText());
    }

    [Fact]
    public void Next_WhenTheTargetIsUnknown_ChangesNothingAndNamesSimilarOnes()
    {
        var turn = WorkflowPolicy.Next(Pin("stop instance web-09"), [Result("instances", Instances)]);
        Assert.Empty(turn.Calls);
        Assert.Equal("There is no instance named `web-09`. Nothing was changed. Similar names: web-01.", turn.Answer);
    }

    [Fact]
    public void Next_WhenTheTargetIsAmbiguous_ChangesNothingAndAsksWhich()
    {
        var turn = WorkflowPolicy.Next(Pin("stop instance twin"), [Result("instances", Instances)]);
        Assert.Empty(turn.Calls);
        Assert.Contains("2 instances are named `twin`, so nothing was changed.", turn.Answer, StringComparison.Ordinal);
        Assert.Contains("`stop instance twin in b`", turn.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_WhenTheWriteIsRefused_GivesTheReason()
    {
        var refused = Result("stop", null, ToolOutcomes.Refused) with { Text = "'oci_compute_stop_by_name' changes something, and changes are switched off here." };
        var answer = WorkflowPolicy.Next(Pin("stop instance web-01"), [Result("instances", Instances), refused]).Answer;
        Assert.Equal("**I could not stop the instance.** 'oci_compute_stop_by_name' changes something, and changes are switched off here.", answer);
    }

    [Fact]
    public void Next_WhenTheWriteWasDone_SaysFromAndTo()
    {
        var done = Result("stop", """{"type":"instance_action","instance_name":"web-01","from":"RUNNING","to":"STOPPED"}""");
        Assert.Equal("**`web-01` was stopped**: RUNNING → STOPPED.", WorkflowPolicy.Next(Pin("stop instance web-01"), [Result("instances", Instances), done]).Answer);
    }

    [Fact]
    public void Next_WhenStepsAreParallel_AsksForThemTogetherWithTypedArguments()
    {
        var calls = WorkflowPolicy.Next(PinText(Branching), []).Calls;
        Assert.Equal(["a", "b"], calls.Select(call => call.Step));
        Assert.Equal("""{"n":5,"s":"5"}""", calls[0].Arguments.GetRawText());
    }

    [Fact]
    public void Next_WhenTheFirstOfAChainFails_TriesTheNext()
    {
        var done = new List<WorkflowCallResult> { Text("a", "1"), Text("b", "2") };
        Assert.Equal("c1", Assert.Single(WorkflowPolicy.Next(PinText(Branching), done).Calls).Step);
        done.Add(Text("c1", "no") with { Outcome = ToolOutcomes.Failed });
        Assert.Equal("c2", Assert.Single(WorkflowPolicy.Next(PinText(Branching), done).Calls).Step);
        done.Add(Text("c2", "3"));
        done.Add(Text("extra", "away") with { Outcome = ToolOutcomes.Failed });
        Assert.Equal("a=1 b=2 c=3\n\n**This answer is incomplete.** `t` failed: away.", WorkflowPolicy.Next(PinText(Branching), done).Answer);
    }

    [Fact]
    public void Next_WhateverOrderResultsComeIn_DoesTheSame() =>
        Gen.Select(Gen.Int[0, 5], Gen.Shuffle(new[] { 0, 1, 2, 3, 4 })).Sample((count, order) =>
        {
            WorkflowCallResult[] all = [Text("a", "1"), Text("b", "2"), Text("c1", "x") with { Outcome = ToolOutcomes.Failed }, Text("c2", "3"), Text("extra", "4")];
            var done = all.Take(count).ToList();
            var shuffled = order.Where(index => index < count).Select(index => all[index]).ToList();
            var expected = WorkflowPolicy.Next(PinText(Branching), done);
            var actual = WorkflowPolicy.Next(PinText(Branching), shuffled);
            Assert.Equal(expected.Answer, actual.Answer);
            Assert.Equal(expected.Calls.Select(call => call.Step), actual.Calls.Select(call => call.Step));
        });

    [Fact]
    public void ToJson_IsStable()
    {
        var pinned = Pin("show cost summary for October") with { Source = "…" };
        Assert.Equal("""{"schemaVersion":1,"name":"cost_summary","source":"\u2026","values":{"month":"2026-10-01"},"today":"2026-11-24"}""", pinned.ToJson());
    }

    private static PinnedWorkflow Pin(string message) => ShippedWorkflows.Catalog.Match(message, ShippedWorkflows.Today)!;

    private static PinnedWorkflow PinText(string yaml) => WorkflowCatalog.Parse([new WorkflowFile("w.yaml", yaml)], ShippedWorkflows.Today).Match("w", ShippedWorkflows.Today)!;

    private static WorkflowCallResult Result(string step, string? json, string outcome = ToolOutcomes.Succeeded) => new()
    {
        Step = step,
        Tool = "oci_compute_list_instances",
        Outcome = outcome,
        Text = json ?? "",
        Structured = json is null ? null : JsonDocument.Parse(json).RootElement,
    };

    private static WorkflowCallResult Text(string step, string text) => new() { Step = step, Tool = "t", Outcome = ToolOutcomes.Succeeded, Text = text };
}
