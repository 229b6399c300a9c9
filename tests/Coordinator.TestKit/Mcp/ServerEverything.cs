using Xunit;

namespace Coordinator.TestKit.Mcp;

/// <summary>The MCP project's own test server, <c>@modelcontextprotocol/server-everything</c>.</summary>
public static class ServerEverything
{
    private const string Variable = "SERVER_EVERYTHING";

    /// <summary>Path of its <c>dist/index.js</c>, as the variable says. Without it the test is skipped with a message.</summary>
    public static string Script()
    {
        var script = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(script), $"{Variable} is not set: npm install @modelcontextprotocol/server-everything and set it to the path of dist/index.js.");
        Assert.True(File.Exists(script), $"{Variable} is '{script}', which does not exist.");
        return script;
    }
}
