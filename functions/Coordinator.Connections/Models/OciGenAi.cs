using System.Text.RegularExpressions;

namespace Coordinator.Connections.Models;

/// <summary>
/// OCI Generative AI through its endpoint that speaks OpenAI's protocol (docs.oracle.com, "OCI OpenAI-Compatible Endpoints"), with a Generative AI API key as Bearer token.
/// Such a key holds in its own region only. Requests that OCI's own keys sign are not made.
/// </summary>
internal static partial class OciGenAi
{
    private const string DefaultRegion = "us-chicago-1";

    public static ProviderVariables Variables { get; } = new(ModelProviders.OciGenAi, "OCI_GENAI_API_KEY", "OCI_GENAI_MODEL_ID", "OCI_GENAI_ENDPOINT")
    {
        NeedsKey = true,
        NeedsTls = true,
        // Of those that the endpoint offers in most regions, the one that OCI hosts itself.
        DefaultModel = "openai.gpt-oss-120b",
        DefaultUrl = UrlOf,
        Headers = HeadersOf,
        RootPath = "/openai/v1",
    };

    private static Uri UrlOf(ModelVariables read)
    {
        var variable = read.Text("OCI_GENAI_REGION") is not null ? "OCI_GENAI_REGION" : "OCI_REGION";
        var region = read.Text(variable) ?? DefaultRegion;
        if (Region().IsMatch(region))
            return new Uri($"https://inference.generativeai.{region}.oci.oraclecloud.com/openai/v1");
        read.Problem($"{variable} is '{region}': it must be the name of a region, such as {DefaultRegion}.");
        return new Uri("https://localhost/");
    }

    /// <summary>Needed where the key's policy is bound to a compartment; services read either name.</summary>
    private static Dictionary<string, string> HeadersOf(ModelVariables read) =>
        read.Key("OCI_GENAI_COMPARTMENT_ID") is { } compartment ? new() { ["CompartmentId"] = compartment, ["opc-compartment-id"] = compartment } : [];

    [GeneratedRegex("^[a-z]{2,4}(?:-[a-z0-9]+)+\\z")]
    private static partial Regex Region();
}
