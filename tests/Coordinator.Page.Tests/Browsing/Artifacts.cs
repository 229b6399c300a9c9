namespace Coordinator.Page.Tests.Browsing;

/// <summary>Where pictures are kept: <c>COORDINATOR_ARTIFACTS</c>, else <c>artifacts</c> beside the tests.</summary>
internal static class Artifacts
{
    public static string PathOf(string group, string name)
    {
        var root = Environment.GetEnvironmentVariable("COORDINATOR_ARTIFACTS") is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "artifacts");
        return Path.Combine(Directory.CreateDirectory(Path.Combine(root, group)).FullName, $"{name}.png");
    }
}
