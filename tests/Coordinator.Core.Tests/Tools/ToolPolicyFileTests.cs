using Coordinator.Core.Configuration;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolPolicyFileTests
{
    private const string Good = """
        tools:
          stop:
            access: write
            idempotency: argument:token
            verify:
              tool: show
              args: {name: "{{ args.name }}"}
              expect: "{{ result.state }}"
          show:
            access: read
        """;

    [Fact]
    public void Parse_WhenTheFileIsRight_GivesTheRules()
    {
        var rules = ToolPolicyFile.Parse("tool-policy.yaml", Good);
        Assert.Equal((true, ToolIdempotency.Argument, "token", "show"), (rules["stop"].Write, rules["stop"].Idempotency, rules["stop"].IdempotencyArgument, rules["stop"].Verify!.Tool));
        Assert.False(rules["show"].Write);
    }

    [Theory]
    [InlineData("tools:", "tool:", "bad.yaml:1:1: tool: Unknown field. Known here: tools.")]
    [InlineData("access: write", "access: wriet", "bad.yaml:3:13: tools.stop.access: 'wriet' is not one of read, write.")]
    [InlineData("access: write", "acess: write", "bad.yaml:3:5: tools.stop.acess: Unknown field.")]
    [InlineData("argument:token", "header", "bad.yaml:4:18: tools.stop.idempotency: 'header' is not one of meta, argument:<name>, none.")]
    [InlineData("argument:token", "'argument:'", "bad.yaml:4:18: tools.stop.idempotency: 'argument:' is not one of")]
    [InlineData("tool: show", "tol: show", "bad.yaml:6:7: tools.stop.verify.tol: Unknown field.")]
    [InlineData("      tool: show\n", "", "tools.stop.verify.tool: Is missing.")]
    [InlineData("{{ result.state }}", "{% if %}", "tools.stop.verify.expect: Not valid Liquid")]
    [InlineData("access: read", "idempotency: meta\n    access: read", "tools.show.access: A reading tool needs neither 'idempotency' nor 'verify'.")]
    [InlineData("  show:\n    access: read", "  show: read", "bad.yaml:9:9: tools.show: Must be a mapping")]
    [InlineData("access: read", "access: [read", "bad.yaml:")]
    public void Parse_WhenSomethingIsWrong_NamesFileLineAndField(string right, string wrong, string problem)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var exception = Assert.Throws<ConfigException>(() => ToolPolicyFile.Parse("bad.yaml", Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }
}
