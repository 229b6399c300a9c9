using Coordinator.Core.Configuration;

namespace Coordinator.LocalHost.Tests;

public sealed class OciUnifiedTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oci-unified-");

    private string Config => Path.Combine(_home.FullName, ".oci", "config");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Tenancy_WithoutAnOciConfiguration_IsSimulatedInTheDataFolder()
    {
        var unified = Read([]);

        Assert.Equal(Path.Combine(_home.FullName, "data", "simulated-tenancy"), unified.Simulation?.Folder);
        Assert.Equal(Path.Combine(_home.FullName, "data", "simulated-tenancy", "config"), unified.Config);
        Assert.Equal("Coordinator.OciServer", Path.GetFileNameWithoutExtension(unified.Server!) + (OperatingSystem.IsWindows() ? "" : Path.GetExtension(unified.Server)));
    }

    /// <summary>A user with a real configuration reaches the tenancy with no other change.</summary>
    [Fact]
    public void Tenancy_WithAnOciConfiguration_IsTheUsers()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Config)!);
        File.WriteAllText(Config, "[DEFAULT]\n");

        var unified = Read([]);

        Assert.Null(unified.Simulation);
        Assert.Equal(Config, unified.Config);
    }

    [Fact]
    public void Tenancy_WithAConfigurationElsewhere_IsThatOne()
    {
        var unified = Read(new() { ["OCI_CLI_CONFIG_FILE"] = "/etc/oci" });

        Assert.Null(unified.Simulation);
        Assert.Equal("/etc/oci", unified.Config);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Tenancy_IfOciSimulateSaysSo_IsSimulatedOrNot(string value, bool isSimulated) =>
        Assert.Equal(isSimulated, Read(new() { ["OCI_SIMULATE"] = value, ["OCI_CLI_CONFIG_FILE"] = isSimulated ? "/etc/oci" : "" }).Simulation is not null);

    [Fact]
    public void Tenancy_OfAServerThatIsOff_IsNotSimulated() => Assert.Null(Read(new() { ["OCI_UNIFIED_ENABLED"] = "false" }).Simulation);

    [Theory]
    [InlineData("OCI_SIMULATE", "maybe", "OCI_SIMULATE is 'maybe': it must be true or false.")]
    [InlineData("SIMULATION_SETTLE_SECONDS", "long", "SIMULATION_SETTLE_SECONDS is 'long': it must be a whole number from 0 to 3600.")]
    [InlineData("SIMULATION_REQUESTS_PER_SECOND", "-1", "SIMULATION_REQUESTS_PER_SECOND is '-1': it must be a whole number from 0 to 1000000.")]
    public void Tenancy_WithABadSetting_IsRefused(string name, string value, string says) =>
        Assert.Equal(says, Assert.Throws<ConfigException>(() => Read(new() { [name] = value })).Message);

    private (Coordinator.OciServer.Simulation.SimulationOptions? Simulation, string? Config, string? Server) Read(Dictionary<string, string> variables)
    {
        var data = Path.Combine(_home.FullName, "data");
        var located = OciUnified.Locate(variables.GetValueOrDefault, data, _home.FullName);
        return (OciUnified.Simulation(variables.GetValueOrDefault, data, _home.FullName), located("COORDINATOR_OCI_CONFIG"), located("COORDINATOR_OCI_SERVER"));
    }
}
