namespace Coordinator.LocalHost;

/// <summary>Where <c>${COORDINATOR_DEMO_SERVER}</c> and <c>${COORDINATOR_DEMO_STATE}</c> in the configuration lead when they are not set: the executable beside this one, and the data folder.</summary>
internal static class DemoServer
{
    public static Func<string, string?> Locate(Func<string, string?> variable, string dataFolder) => name => variable(name) ?? name switch
    {
        "COORDINATOR_DEMO_SERVER" => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "coordinator-demo-server.exe" : "coordinator-demo-server"),
        "COORDINATOR_DEMO_STATE" => Path.Combine(Path.GetFullPath(dataFolder), "demo-state.json"),
        _ => null,
    };
}
