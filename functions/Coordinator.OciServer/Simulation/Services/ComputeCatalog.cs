using Coordinator.OciServer.Simulation.Data;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Shapes and images, the same for everybody.</summary>
internal static class ComputeCatalog
{
    public static IReadOnlyList<object> Shapes { get; } =
    [
        Shape("VM.Standard.E4.Flex", "2.55 GHz AMD EPYC 7J13 (Milan)", 1, 16, 1, isFlexible: true),
        Shape("VM.Standard.E5.Flex", "2.4 GHz AMD EPYC 9J14 (Genoa)", 1, 12, 1, isFlexible: true),
        Shape("VM.Standard3.Flex", "2.6 GHz Intel Xeon Platinum 8358 (Ice Lake)", 1, 16, 1, isFlexible: true),
        Shape("VM.Standard.A1.Flex", "3.0 GHz Ampere Altra", 1, 6, 1, isFlexible: true),
        Shape("VM.Standard.E2.1.Micro", "2.0 GHz AMD EPYC 7551 (Naples)", 1, 1, 0.48, isFlexible: false),
        Shape("VM.GPU.A10.1", "2.6 GHz Intel Xeon Platinum 8358 (Ice Lake)", 15, 240, 24, isFlexible: false),
        Shape("BM.Standard.E4.128", "2.55 GHz AMD EPYC 7J13 (Milan)", 128, 2048, 100, isFlexible: false),
    ];

    private static readonly (string System, string Version, string Date)[] Systems =
    [
        ("Oracle Linux", "9", "2026-01-14"), ("Oracle Linux", "9", "2025-11-20"), ("Oracle Linux", "8", "2025-10-31"), ("Oracle Linux", "8", "2025-07-21"),
        ("Canonical Ubuntu", "24.04", "2025-12-05"), ("Canonical Ubuntu", "22.04", "2025-10-31"), ("Windows", "Server 2022 Standard", "2025-11-13"),
    ];

    public static IEnumerable<object> Images(string? system, string? shape) => Systems
        .Where(image => system is null || image.System == system)
        .OrderByDescending(image => image.Date, StringComparer.Ordinal)
        .Select(image => Image(image, shape?.Contains("A1", StringComparison.Ordinal) == true));

    private static object Shape(string shape, string processor, double ocpus, double memory, double bandwidth, bool isFlexible) => new
    {
        shape, processorDescription = processor, ocpus, memoryInGBs = memory, networkingBandwidthInGbps = bandwidth, isFlexible,
    };

    private static object Image((string System, string Version, string Date) image, bool isArm)
    {
        var name = $"{image.System.Replace(' ', '-')}-{image.Version.Replace(' ', '-')}-{(isArm ? "aarch64-" : "")}{image.Date.Replace('-', '.')}-0";
        return new
        {
            id = Ocid.For("image", "eu-frankfurt-1", name), displayName = name, operatingSystem = image.System, operatingSystemVersion = image.Version,
            sizeInMBs = 47694, lifecycleState = "AVAILABLE", timeCreated = $"{image.Date}T12:00:00.000Z", createImageAllowed = true,
        };
    }
}
