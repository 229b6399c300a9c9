using Coordinator.Connections.State;

namespace Coordinator.Functions;

/// <summary>The settings of the function app.</summary>
internal static class AppSettings
{
    /// <summary>A reference to a vault that could not be resolved comes as its own text: taken for a value it would be a secret that everybody can guess.</summary>
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>There is no process beside a function app: oci-unified, which is one, is off unless somebody says otherwise.</summary>
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["OCI_UNIFIED_ENABLED"] = "false",
        ["COORDINATOR_OCI_SERVER"] = "Coordinator.OciServer",
        ["COORDINATOR_OCI_CONFIG"] = "~/.oci/config",
        [StateStoreOptions.RedisUrlVariable] = StateStoreOptions.RunbookDefault,
    };

    /// <summary>Reads as <paramref name="variable"/> does, with this host's defaults, and takes unresolved references for unset.</summary>
    public static Func<string, string?> Over(Func<string, string?> variable) => name =>
    {
        var value = variable(name);
        return value is null || value.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) ? Defaults.GetValueOrDefault(name) : value;
    };
}
