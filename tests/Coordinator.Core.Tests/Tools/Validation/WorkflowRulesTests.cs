using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools.Validation;

/// <summary>Defect 23: ten workflows of the original gave their tools arguments that these refuse.</summary>
public sealed class WorkflowRulesTests
{
    private const string Schema = """
        {"type":"object","additionalProperties":false,"required":["compartment_id"],"properties":{
          "compartment_id":{"type":"string"},"days_back":{"type":"integer","minimum":1,"maximum":30},"state":{"type":"string","enum":["RUNNING","STOPPED"]},
          "deep":{"anyOf":[{"type":"boolean"},{"type":"null"}]},"ratio":{"type":"number"}}}
        """;

    [Theory]
    [InlineData("compartment_id: c1")]
    [InlineData("compartment_id: c1, days_back: 7, state: RUNNING, deep: true, ratio: 1")]
    [InlineData("compartment_id: \"{{ place }}\", days_back: \"{{ days }}\", state: \"{{ place }}\"")]
    public void Validate_OfArgumentsThatTheToolTakes_FindsNothing(string arguments) => Assert.Empty(Of(arguments).Findings());

    [Theory]
    [InlineData("days_back: 7", "the required argument 'compartment_id' is not given")]
    [InlineData("compartment_id: c1, days: 7", "there is no argument 'days' (there are compartment_id, days_back, state, deep, ratio)")]
    [InlineData("compartment_id: 5", "'compartment_id' is given as integer, and must be string")]
    [InlineData("compartment_id: c1, days_back: \"7\"", "'days_back' is given as string, and must be integer")]
    [InlineData("compartment_id: c1, days_back: \"{{ place }}\"", "'days_back' is given as string, and must be integer")]
    [InlineData("compartment_id: c1, days_back: 31", "'days_back' is 31, and must be at most 30")]
    [InlineData("compartment_id: c1, days_back: 0", "'days_back' is 0, and must be at least 1")]
    [InlineData("compartment_id: c1, state: running", "'state' is \"running\", and must be one of RUNNING, STOPPED")]
    [InlineData("compartment_id: c1, deep: \"yes\"", "'deep' is given as string, and must be boolean or null")]
    public void Validate_OfArgumentsThatTheToolRefuses_IsAnError(string arguments, string problem)
    {
        var stage = Of(arguments);

        Assert.Equal(["error workflow_arguments find"], stage.Findings());
        Assert.Equal($"Workflow 'w', step 'one': {problem}.", stage.Message());
    }

    [Theory]
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":true}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}""", false)]
    public void Validate_OfAnArgumentThatTheSchemaDoesNotName_GoesByWhetherItTakesMore(string schema, bool isWrong) =>
        Assert.Equal(isWrong ? ["error workflow_arguments find"] : [], Of("days: 7", schema: schema).Findings());

    [Fact]
    public void Validate_OfAToolThatNoServerHas_IsAnError() => Assert.Equal(["error workflow_unknown_tool gone"], Of("", tool: "gone").Findings());

    [Fact]
    public void Validate_OfAToolThatMayBeOfAServerThatIsAway_Warns()
    {
        var stage = Of("", tool: "gone") with { Servers = [new("s1", "connected", 1), new("s2", "error", 0)] };

        Assert.Equal(["error server_unreachable *", "warning workflow_unknown_tool gone"], stage.Findings());
    }

    [Fact]
    public void Validate_OfAnAlias_LooksAtTheToolItStandsFor()
    {
        var stage = Of("days: 1, compartment_id: c1", tool: "search") with { Config = new ToolCatalogConfig { Aliases = new Dictionary<string, string> { ["search"] = "find" } } };

        Assert.Equal(["error workflow_arguments find", "info workflow_alias search"], stage.Findings());
    }

    [Fact]
    public void Validate_OfAWriteInAReadingWorkflow_IsAnError()
    {
        Assert.Equal(["error workflow_kind find"], (Of("compartment_id: c1") with { Tools = [Write("find", Schema)] }).Findings());
        Assert.Empty((Of("compartment_id: c1", kind: "write") with { Tools = [Write("find", Schema)] }).Findings());
    }

    private static Stage Of(string arguments, string tool = "find", string schema = Schema, string kind = "read") => new()
    {
        Tools = [Read("find", schema)],
        Workflows = WorkflowCatalog.Parse(
            [new WorkflowFile("w.yaml", $$$"""
                name: w
                title: find it
                group: Tests
                kind: {{{kind}}}
                examples: [find it 5 there]
                patterns: ["find it {days} {place}"]
                parameters: {days: {type: number}, place: {type: name}}
                steps:
                  - {name: one, tool: {{{tool}}}, args: { {{{arguments}}} } }
                answer: "ok"
                """)],
            new DateOnly(2026, 11, 24)).Workflows,
    };
}
