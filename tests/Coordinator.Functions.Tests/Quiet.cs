using System.Runtime.CompilerServices;

namespace Coordinator.Functions.Tests;

internal static class Quiet
{
    /// <summary>The test host of the durable task framework logs each of its requests to the console otherwise.</summary>
    [ModuleInitializer]
    internal static void Silence() => Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "Error");
}
