using System.Text.Json;

namespace Coordinator.Cli.Targets;

/// <summary>Coordinators by name: <c>{"default": "prod", "profiles": {"prod": {"endpoint": "https://…", "key": "…"}}}</c>.</summary>
/// <param name="Path">Where it is, or would be.</param>
internal sealed record ProfileFile(string Path, string? Default, IReadOnlyDictionary<string, Profile> Profiles)
{
    public const string PathVariable = "COORDINATOR_PROFILES";

    /// <summary>One that is not there is empty.</summary>
    public static ProfileFile Read(Func<string, string?> variable)
    {
        var path = PathOf(variable);
        try
        {
            return File.Exists(path) ? Parse(path, File.ReadAllText(path)) : new ProfileFile(path, null, new Dictionary<string, Profile>());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, exception.Message);
        }
    }

    /// <param name="name">Null: the default one, if there is any.</param>
    public Profile? Find(string? name) =>
        (name ?? Default) is not { } wanted ? null
        : Profiles.TryGetValue(wanted, out var profile) ? profile
        : throw new CliException(ExitCodes.WrongUsage, $"There is no profile '{wanted}' in {Path}.{(Profiles.Count > 0 ? $" There are: {string.Join(", ", Profiles.Keys)}." : "")}");

    private static string PathOf(Func<string, string?> variable) =>
        variable(PathVariable) is { Length: > 0 } path ? path : System.IO.Path.Combine(FolderOf(variable), "coordinator", "profiles.json");

    private static string FolderOf(Func<string, string?> variable) =>
        variable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

    private static ProfileFile Parse(string path, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var profiles = document.RootElement.TryGetProperty("profiles", out var all) ? all.EnumerateObject().ToDictionary(one => one.Name, one => ProfileOf(one.Value), StringComparer.Ordinal) : [];
            return new ProfileFile(path, TextOf(document.RootElement, "default"), profiles);
        }
        catch (JsonException exception)
        {
            throw Wrong(path, $"line {exception.LineNumber + 1} is not JSON.");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(path, "it must be {\"default\": \"name\", \"profiles\": {\"name\": {\"endpoint\": \"https://…\", \"key\": \"…\"}}}.");
        }
    }

    private static Profile ProfileOf(JsonElement json) => new(TextOf(json, "endpoint"), TextOf(json, "key"));

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static CliException Wrong(string path, string what) => new(ExitCodes.WrongUsage, $"The profile file {path} cannot be read: {what}");
}
