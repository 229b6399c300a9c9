using System.Text.Json;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.Tests.Tools.Arguments;

public sealed class ArgumentNamesTests
{
    private const string Schema = """{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"limit":{"type":"integer"}}}""";

    [Theory]
    [InlineData("""{"id":"a","size":1}""", Schema, "no", "Unknown: size. Known arguments: id, limit.")]
    [InlineData("""{"ident":"a"}""", Schema, "no", "Unknown: ident. Missing: id. Known arguments: id, limit.")]
    [InlineData("""{"size":1}""", """{"type":"object","properties":{}}""", "no", "Unknown: size. Known arguments: none.")]
    [InlineData("""{"id":"a"}""", Schema, "no", null)]
    [InlineData("""{"id":"a","size":1}""", Schema, "Unknown argument \"size\". Known: id, limit.", null)]
    [InlineData("""{"size":1}""", """{"type":"object"}""", "no", null)]
    public void Explain_SaysWhichArgumentsThereAre_Once(string arguments, string schema, string said, string? expected) =>
        Assert.Equal(expected, ArgumentNames.Explain(JsonElement.Parse(arguments), JsonElement.Parse(schema), said));
}
