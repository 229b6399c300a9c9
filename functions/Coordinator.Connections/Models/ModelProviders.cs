namespace Coordinator.Connections.Models;

/// <summary>The values of <c>LLM_PROVIDER</c>.</summary>
public static class ModelProviders
{
    public const string Anthropic = "anthropic";
    public const string OpenAi = "openai";
    public const string AzureOpenAi = "azure_openai";
    public const string Ollama = "ollama";
    public const string LmStudio = "lm_studio";
    public const string Vllm = "vllm";
    public const string OciGenAi = "oci_genai";
    public const string Oca = "oca";

    public static IReadOnlyList<string> All { get; } = [Anthropic, OpenAi, AzureOpenAi, Ollama, LmStudio, Vllm, OciGenAi, Oca];
}
