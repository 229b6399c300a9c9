using System.Text.Json;
using Coordinator.Core.Tools;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolFingerprintTests
{
    private static readonly ToolDefinition Tool = Read("x", """{"type":"object","properties":{"a":{"type":"string","enum":["p","q"]},"b":{"type":"integer"}},"required":["a","b"]}""");

    [Theory]
    [InlineData("""{ "required": ["b", "a"], "type": "object", "properties": {"b": {"type": "integer"}, "a": {"enum": ["q", "p"], "type": "string"}}}""")]
    [InlineData("""{"type":"\u006fbject","properties":{"a":{"type":"string","enum":["p","q"]},"b":{"type":"integer"}},"required":["a","b"]}""")]
    public void Of_TheSameSchemaWrittenDifferently_IsTheSame(string schema) => Assert.Equal(ToolFingerprint.Of(Tool), Of(schema));

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","enum":["p","q"]},"b":{"type":"integer"}},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","enum":["p","r"]},"b":{"type":"integer"}},"required":["a","b"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","enum":["p","q"]},"b":{"type":"integer","default":1}},"required":["a","b"]}""")]
    public void Of_AnotherSchema_IsAnother(string schema)
    {
        var other = Of(schema);

        Assert.Equal(["input_schema"], other.ChangedFrom(ToolFingerprint.Of(Tool)));
        Assert.NotEqual(ToolFingerprint.Of(Tool).Digest, other.Digest);
    }

    [Fact]
    public void ChangedFrom_NamesEachPart()
    {
        Assert.Equal(["description"], Changed(Tool with { Description = "Other." }));
        Assert.Equal(["output_schema"], Changed(Tool with { OutputSchema = JsonElement.Parse("{}") }));
        Assert.Equal(["annotations"], Changed(Tool with { ReadOnlyHint = null }));
        Assert.Equal(["annotations"], Changed(Tool with { DestructiveHint = false }));
        Assert.Equal(["annotations"], Changed(Tool with { IdempotentHint = true }));
        Assert.Equal([], Changed(Tool with { Claim = new ToolClaim { Tier = 1 } }));
    }

    private static IReadOnlyList<string> Changed(ToolDefinition tool) => ToolFingerprint.Of(tool).ChangedFrom(ToolFingerprint.Of(Tool));

    private static ToolFingerprint Of(string schema) => ToolFingerprint.Of(Tool with { InputSchema = JsonElement.Parse(schema) });
}
