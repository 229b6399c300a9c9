namespace Coordinator.OciServer.Apis;

/// <summary>The services that code calls; the files of tools name theirs themselves.</summary>
internal static class OciServices
{
    public const string Compute = "https://iaas.{region}.{realm}";
    public const string Identity = "https://identity.{region}.oci.{realm}";
    public const string Monitoring = "https://telemetry.{region}.{realm}";
    public const string Search = "https://query.{region}.oci.{realm}";
    public const string Usage = "https://usageapi.{region}.oci.{realm}";
}
