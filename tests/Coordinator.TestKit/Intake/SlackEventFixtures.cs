namespace Coordinator.TestKit.Intake;

/// <summary>The payloads in <c>slack-events</c>.</summary>
public static class SlackEventFixtures
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Intake", "slack-events");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
