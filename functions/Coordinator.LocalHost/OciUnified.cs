using Coordinator.Core.Configuration;
using Coordinator.OciServer.Simulation;

namespace Coordinator.LocalHost;

/// <summary>
/// What <c>oci-unified</c> of the configuration is on this machine: the server's executable beside this one, and the tenancies of the user's OCI configuration.
/// Without one, or if OCI_SIMULATE says so, a simulated tenancy in the data folder.
/// </summary>
internal static class OciUnified
{
    private const string EnabledVariable = "OCI_UNIFIED_ENABLED";
    private const string SimulateVariable = "OCI_SIMULATE";
    private const string ConfigVariable = "OCI_CLI_CONFIG_FILE";

    /// <summary>Reads as <paramref name="variable"/> does, and knows where <c>${COORDINATOR_OCI_SERVER}</c> and <c>${COORDINATOR_OCI_CONFIG}</c> lead when they are not set.</summary>
    public static Func<string, string?> Locate(Func<string, string?> variable, string dataFolder, string? home = null) => name => variable(name) ?? name switch
    {
        "COORDINATOR_OCI_SERVER" => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Coordinator.OciServer.exe" : "Coordinator.OciServer"),
        "COORDINATOR_OCI_CONFIG" => IsSimulated(variable, home) ? Path.Combine(Folder(dataFolder), "config") : Set(variable, ConfigVariable) ?? UsersConfig(home),
        _ => null,
    };

    /// <summary>Null if the tenancy is a real one, or the server is not used.</summary>
    /// <exception cref="ConfigException">A variable has a value that is none.</exception>
    public static SimulationOptions? Simulation(Func<string, string?> variable, string dataFolder, string? home = null) =>
        Flag(variable, EnabledVariable) != false && IsSimulated(variable, home) ? SimulationOptions.Read(Folder(dataFolder), variable) : null;

    private static bool IsSimulated(Func<string, string?> variable, string? home) => Flag(variable, SimulateVariable) ?? (Set(variable, ConfigVariable) is null && !File.Exists(UsersConfig(home)));

    private static string UsersConfig(string? home) => Path.Combine(home ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".oci", "config");

    private static string Folder(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "simulated-tenancy");

    private static bool? Flag(Func<string, string?> variable, string name) => Set(variable, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw new ConfigException($"{name} is '{other}': it must be true or false."),
    };

    private static string? Set(Func<string, string?> variable, string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
