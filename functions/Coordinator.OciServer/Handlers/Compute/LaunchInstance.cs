using System.Text.Json.Nodes;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Compute;

internal sealed class LaunchInstance(CompartmentDirectory directory, OciCaller oci) : Handler<LaunchInstance.Answer>("instance_launch")
{
    private const string OperatingSystem = "Oracle Linux";
    private const int MostImages = 500;

    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var tree = await directory.NamesAsync(arguments, fresh: true, isNeeded: !CompartmentTree.IsOcid(arguments.RequiredText("compartment_id")), cancellationToken);
        var compartment = tree.Find("compartment_id", arguments.RequiredText("compartment_id"));
        var target = OciCaller.Target(OciServices.Compute, arguments);
        var image = arguments.Text("image_id") ?? await NewestImageAsync(target, compartment, arguments.RequiredText("shape"), cancellationToken);
        var request = new ApiRequest(HttpMethod.Post, "/20160918/instances")
        {
            IsWrite = true,
            Body = Details(arguments, compartment.Id, image),
            Headers = call.EffectKey is null ? [] : [new("opc-retry-token", EffectKey.Token(call.EffectKey))],
        };
        var launched = (await oci.SendAsync(target, request, cancellationToken)).Read<Instance>();
        return new Answer(InstanceView.Of(launched, tree), image);
    }

    private async Task<string> NewestImageAsync(ApiTarget target, Compartment compartment, string shape, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, "/20160918/images")
        {
            Query = [new("compartmentId", compartment.Id), new("operatingSystem", OperatingSystem), new("shape", shape), new("lifecycleState", "AVAILABLE"), new("sortBy", "TIMECREATED"), new("sortOrder", "DESC")],
        };
        // The compartment's own images are listed as well, with what somebody left on them. Oracle's are in no compartment.
        var images = await oci.ListAsync<Image>(target, request, cancellationToken, MostImages);
        return images.Find(image => string.IsNullOrEmpty(image.CompartmentId)) is { } newest ? newest.Id : throw new ToolException(ToolError.NotFound($"There is no {OperatingSystem} image for the shape {shape}.") with { Action = "Give image_id" });
    }

    private static JsonObject Details(Arguments arguments, string compartment, string image)
    {
        var shape = arguments.RequiredText("shape");
        var details = new JsonObject
        {
            ["displayName"] = arguments.RequiredText("display_name"),
            ["compartmentId"] = compartment,
            ["availabilityDomain"] = arguments.RequiredText("availability_domain"),
            ["shape"] = shape,
            ["sourceDetails"] = new JsonObject { ["sourceType"] = "image", ["imageId"] = image, ["bootVolumeSizeInGBs"] = arguments.Json("boot_volume_size_gb") },
            ["createVnicDetails"] = new JsonObject { ["subnetId"] = arguments.RequiredText("subnet_id"), ["assignPublicIp"] = arguments.Json("assign_public_ip") },
        };
        if (shape.EndsWith(".Flex", StringComparison.Ordinal)) details["shapeConfig"] = new JsonObject { ["ocpus"] = arguments.Json("ocpus"), ["memoryInGBs"] = arguments.Json("memory_gb") };
        if (arguments.Text("ssh_public_key") is { } key) details["metadata"] = new JsonObject { ["ssh_authorized_keys"] = key };
        return details;
    }

    private sealed record Image(string Id, string? CompartmentId);

    internal sealed record Answer(InstanceView Instance, string ImageId);
}
