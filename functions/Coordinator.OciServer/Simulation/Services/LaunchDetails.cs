using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>The body of a launch, as far as the simulator heeds it.</summary>
internal sealed record LaunchDetails(string DisplayName, string CompartmentId, string AvailabilityDomain, string Shape, string SubnetId, double Ocpus, double MemoryGb)
{
    public static (LaunchDetails? Details, string? Problem) Read(string body)
    {
        try
        {
            var json = JsonNode.Parse(body)!.AsObject();
            string Text(string name) => (string?)json[name] ?? throw new FormatException($"{name} is required");
            var subnet = (string?)json["createVnicDetails"]?["subnetId"] ?? (string?)json["subnetId"] ?? throw new FormatException("createVnicDetails.subnetId is required");
            if ((string?)json["sourceDetails"]?["imageId"] is null) throw new FormatException("sourceDetails.imageId is required");
            return (new LaunchDetails(
                (string?)json["displayName"] ?? "instance", Text("compartmentId"), Text("availabilityDomain"), Text("shape"), subnet,
                (double?)json["shapeConfig"]?["ocpus"] ?? 1, (double?)json["shapeConfig"]?["memoryInGBs"] ?? 8), null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return (null, exception is FormatException ? exception.Message : "The body is not valid");
        }
    }
}
