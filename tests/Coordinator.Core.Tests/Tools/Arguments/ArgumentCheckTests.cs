using System.Text.Json;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.Tests.Tools.Arguments;

public sealed class ArgumentCheckTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""
        {"type":"object","required":["name"],"additionalProperties":false,"properties":{
          "name":{"type":"string"},"count":{"type":["integer","null"]},"kind":{"enum":["a","b"]},"tags":{"type":"array","items":{"type":"string"}},"open":{"type":"object"}}}
        """);

    [Theory]
    [InlineData("""{"name":"x","count":3,"kind":"b","tags":["y"],"open":{"any":1}}""", null)]
    [InlineData("""{"name":"x","count":null}""", null)]
    [InlineData("""{}""", "parameters.name is required.")]
    [InlineData("""{"name":7}""", "parameters.name must be of type string.")]
    [InlineData("""{"name":"x","count":1.5}""", "parameters.count must be of type integer or null.")]
    [InlineData("""{"name":"x","kind":"c"}""", "parameters.kind must be one of \"a\", \"b\".")]
    [InlineData("""{"name":"x","tags":["y",1]}""", "parameters.tags[1] must be of type string.")]
    [InlineData("""{"name":"x","nmae":"y"}""", "parameters.nmae is not known to the tool.")]
    public void ProblemOf_NamesTheField(string arguments, string? problem) => Assert.Equal(problem, ArgumentCheck.ProblemOf(JsonElement.Parse(arguments), Schema, "parameters"));

    [Fact]
    public void ProblemOf_WhenTheSchemaSaysNothing_IsNone() => Assert.Null(ArgumentCheck.ProblemOf(JsonElement.Parse("{\"a\":1}"), JsonElement.Parse("true"), "arguments"));
}
