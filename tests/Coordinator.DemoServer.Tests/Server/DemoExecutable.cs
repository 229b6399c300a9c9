namespace Coordinator.DemoServer.Tests.Server;

/// <summary>How the built server is started: the framework's own launcher and nothing of this process's environment but the two variables it needs.</summary>
internal static class DemoExecutable
{
    public const string Noon = "2026-11-24T12:00:00Z";

    public const string Command = "dotnet";

    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "coordinator-demo-server.dll");

    public static Dictionary<string, string?> CleanEnvironment => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
        ["HOME"] = Environment.GetEnvironmentVariable("HOME"),
    };

    public static IList<string> Arguments(params IEnumerable<string> options) => [Assembly, .. options];
}
