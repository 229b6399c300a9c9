using Coordinator.Core.Configuration;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tests.Workflows;

public sealed class WorkflowFileTests
{
    private const string Good = """
        name: ping
        title: ping it
        group: Tests
        examples: [ping]
        patterns: [ping]
        steps:
          - name: ping
            tool: oci_ping
        answer: pong
        """;

    [Fact]
    public void Parse_WhenTheFileIsRight_GivesTheWorkflow() => Assert.Equal("ping", Assert.Single(Parse(Good).Workflows).Name);

    [Theory]
    [InlineData("name: ping", "nam: ping", "bad.yaml:1:1: nam: Unknown field. Known here: name, title")]
    [InlineData("name: ping\n", "", "bad.yaml:1:1: name: Is missing.")]
    [InlineData("tool: oci_ping", "tol: oci_ping", "bad.yaml:8:5: steps[0].tol: Unknown field.")]
    [InlineData("patterns: [ping]", "patterns: [\"ping {x}\"]", "bad.yaml:5:11: patterns: {x} in \"ping {x}\" is not among the parameters.")]
    [InlineData("patterns: [ping]", "patterns: [\"(ping\"]", "bad.yaml:5:11: patterns: In pattern \"(ping\" at character 6: ')' is missing.")]
    [InlineData("answer: pong", "answer: \"{% if %}\"", "bad.yaml:9:9: answer: Not valid Liquid:")]
    [InlineData("examples: [ping]", "examples: [pong]", "bad.yaml:1:1: examples: \"pong\" does not lead to this workflow")]
    [InlineData("steps:", "steps: none\nx:", "bad.yaml:6:8: steps: Must be a list.")]
    [InlineData("title: ping it", "title: [1", "bad.yaml:")]
    [InlineData("answer: pong", "kind: change\nanswer: pong", "bad.yaml:9:7: kind: 'change' is not one of read, write.")]
    [InlineData("tool: oci_ping", "arg: x", "bad.yaml:8:5: steps[0].arg: Unknown field.")]
    [InlineData("\n    tool: oci_ping", "", "bad.yaml:7:5: steps[0].tool: Is missing.")]
    [InlineData("- name: ping\n    tool", "- tool", "bad.yaml:7:5: steps[0].name: Is missing.")]
    [InlineData("tool: oci_ping", "tool: oci_ping\n  - name: ping\n    tool: b", "bad.yaml:7:3: steps: Two steps are named 'ping'.")]
    [InlineData("tool: oci_ping", "parallel: [{tool: a}]", "bad.yaml:8:16: steps[0].parallel[0].name: Is missing.")]
    [InlineData("tool: oci_ping", "parallel: []", "bad.yaml:8:15: steps[0].parallel: Must have at least one step.")]
    [InlineData("tool: oci_ping", "first: []", "bad.yaml:8:12: steps[0].first: Must have at least one step.")]
    [InlineData("tool: oci_ping", "first: [{name: ping, tool: a}]", "bad.yaml:7:3: steps: Two steps are named 'ping'.")]
    [InlineData("tool: oci_ping", "first: [{name: a, tool: a}]\n    args: {b: 1}", "bad.yaml:9:5: steps[0].args: Unknown field.")]
    [InlineData("tool: oci_ping", "tool: oci_ping\n    args: {b: \"{% if %}\"}", "steps[0].args.b: Not valid Liquid:")]
    [InlineData("tool: oci_ping", "tool: oci_ping\n    when: \"{{\"", "bad.yaml:9:11: steps[0].when: Not valid Liquid:")]
    [InlineData("tool: oci_ping", "tool: oci_ping\n    optional: perhaps", "bad.yaml:9:15: steps[0].optional: 'perhaps' is not one of true, false.")]
    [InlineData("steps:", "parameters:\n  day: {type: date}\nsteps:", "bad.yaml:7:15: parameters.day.type: 'date' is not one of name, enum, month, number.")]
    [InlineData("steps:", "parameters:\n  day: {type: enum}\nsteps:", "bad.yaml:7:8: parameters.day.values: Is missing.")]
    [InlineData("steps:", "name: again\nsteps:", "bad.yaml:6:1: ")]
    public void Parse_WhenSomethingIsWrong_NamesFileLineAndField(string right, string wrong, string problem)
    {
        var text = Good.Replace(right, wrong, StringComparison.Ordinal);
        var exception = Assert.Throws<ConfigException>(() => Parse(text));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WhenTwoFilesHaveOneName_NamesBoth()
    {
        var files = new[] { new WorkflowFile("a.yaml", Good), new WorkflowFile("b.yaml", Good) };
        var exception = Assert.Throws<ConfigException>(() => WorkflowCatalog.Parse(files, ShippedWorkflows.Today));
        Assert.Contains("b.yaml:1:1: name: 'ping' is defined in a.yaml already.", exception.Message, StringComparison.Ordinal);
    }

    private static WorkflowCatalog Parse(string text) => WorkflowCatalog.Parse([new WorkflowFile("bad.yaml", text)], ShippedWorkflows.Today);
}
