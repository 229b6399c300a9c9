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
