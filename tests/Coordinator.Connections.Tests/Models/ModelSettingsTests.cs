using Coordinator.Connections.Models;
using Coordinator.Core.Models;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelSettingsTests
{
    [Fact]
    public void Read_WhenNothingIsSet_IsValidWithoutAModel()
    {
        var (options, problems) = Read([]);

        Assert.Empty(problems);
        Assert.False(options.IsConfigured);
    }

    /// <summary>Runbook 2.2: 300 s, and another limit for specific operations.</summary>
    [Fact]
    public void Read_WhenAnOperationHasALimitOfItsOwn_TheOthersKeepTheCommonOne()
    {
        var (options, _) = Read(["OPENAI_API_KEY=o", "LLM_TIMEOUT_SECONDS=60", "LLM_ANSWER_TIMEOUT_SECONDS=600"]);

        Assert.Equal((60, 600, 600), (options.TimeLimitOf(ModelOperation.Turn).TotalSeconds, options.TimeLimitOf(ModelOperation.Answer).TotalSeconds, options.LongestTimeLimit.TotalSeconds));
        Assert.Equal(300, Read(["OPENAI_API_KEY=o"]).Options.TimeLimitOf(ModelOperation.Turn).TotalSeconds);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY=a", "anthropic claude-sonnet-4-5 https://api.anthropic.com/ a")]
    [InlineData("OPENAI_API_KEY=o", "openai gpt-4o-mini https://api.openai.com/v1 o")]
    [InlineData("ANTHROPIC_API_KEY=a OPENAI_API_KEY=o", "anthropic claude-sonnet-4-5 https://api.anthropic.com/ a")]
    [InlineData("ANTHROPIC_API_KEY=a OPENAI_API_KEY=o LLM_PROVIDER=OpenAI OPENAI_MODEL=gpt-x", "openai gpt-x https://api.openai.com/v1 o")]
    [InlineData("LLM_PROVIDER=ollama", "ollama llama3.1 http://localhost:11434/v1 ")]
    [InlineData("LLM_PROVIDER=ollama OLLAMA_BASE_URL=http://box:11434 OLLAMA_MODEL=qwen3", "ollama qwen3 http://box:11434/v1 ")]
    [InlineData("LLM_PROVIDER=lm_studio LM_STUDIO_MODEL=m", "lm_studio m http://localhost:1234/v1 ")]
    [InlineData("LLM_PROVIDER=vllm LLM_MODEL=m LLM_API_KEY=v", "vllm m http://localhost:8000/v1 v")]
    [InlineData("LLM_PROVIDER=azure_openai AZURE_OPENAI_ENDPOINT=https://x.openai.azure.com/ AZURE_OPENAI_API_KEY=z AZURE_OPENAI_MODEL=d", "azure_openai d https://x.openai.azure.com/openai/v1 z")]
    [InlineData("ANTHROPIC_API_KEY=a ANTHROPIC_BASE_URL=http://127.0.0.1:4010/v1/", "anthropic claude-sonnet-4-5 http://127.0.0.1:4010/ a")]
    [InlineData("ANTHROPIC_API_KEY=a ANTHROPIC_MODEL=shared LLM_MODEL=ours ANTHROPIC_BASE_URL=http://shared LLM_BASE_URL=http://ours", "anthropic ours http://ours/ a")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g", "oci_genai openai.gpt-oss-120b https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1 g")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g OCI_REGION=eu-frankfurt-1 OCI_GENAI_MODEL_ID=m", "oci_genai m https://inference.generativeai.eu-frankfurt-1.oci.oraclecloud.com/openai/v1 g")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g OCI_REGION=eu-frankfurt-1 OCI_GENAI_REGION=us-ashburn-1", "oci_genai openai.gpt-oss-120b https://inference.generativeai.us-ashburn-1.oci.oraclecloud.com/openai/v1 g")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g OCI_GENAI_ENDPOINT=https://inference.generativeai.us-chicago-1.oci.oraclecloud.com", "oci_genai openai.gpt-oss-120b https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1 g")]
    [InlineData("LLM_PROVIDER=oca", "oca oca/gpt5.2 https://code-internal.aiservice.us-chicago-1.oci.oraclecloud.com/20250206/app/litellm ")]
    [InlineData("LLM_PROVIDER=oca OCA_ENDPOINT=http://127.0.0.1:4010 OCA_MODEL=oca/llama4 LLM_API_KEY=x", "oca oca/llama4 http://127.0.0.1:4010/20250206/app/litellm ")]
    [InlineData("LLM_PROVIDER_PRIORITY=openai OPENAI_API_KEY=o LLM_MODEL=ours", "openai ours https://api.openai.com/v1 o")]
    [InlineData("LLM_PROVIDER=ollama OLLAMA_API_KEY=own LLM_API_KEY=common", "ollama llama3.1 http://localhost:11434/v1 own")]
    [InlineData("LLM_PROVIDER=ollama ANTHROPIC_API_KEY=a OPENAI_API_KEY=o", "ollama llama3.1 http://localhost:11434/v1 ")]
    public void Read_WhenAProviderIsChosen_FindsModelAddressAndKey(string variables, string expected)
    {
        var (options, problems) = Read(variables.Split(' '));

        Assert.Empty(problems);
        Assert.Equal(expected, $"{options.Provider} {options.Model} {options.BaseUrl} {options.ApiKey}");
    }

    [Theory]
    [InlineData("LLM_PROVIDER_PRIORITY=anthropic,openai", "anthropic openai")]
    [InlineData("LLM_PROVIDER_PRIORITY=openai,ANTHROPIC", "openai anthropic")]
    [InlineData("LLM_PROVIDER=oca LLM_PROVIDER_PRIORITY=anthropic,openai", "oca anthropic openai")]
    [InlineData("LLM_PROVIDER=openai LLM_PROVIDER_PRIORITY=anthropic,openai", "openai anthropic")]
    [InlineData("LLM_PROVIDER=openai", "openai")]
    public void Read_WhenThereAreSeveralProviders_KeepsTheirOrderAndEachItsOwn(string variables, string expected)
    {
        var (options, problems) = Read([.. variables.Split(' '), "ANTHROPIC_API_KEY=a", "OPENAI_API_KEY=o", "OPENAI_MODEL=gpt-x", "LLM_MAX_TOKENS=99"]);

        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(' ', options.All.Select(one => one.Provider)));
        Assert.All(options.All, one => Assert.Equal(99, one.MaxTokens));
        Assert.Equal("gpt-x", options.All.Single(one => one.Provider == "openai").Model);
    }

    [Fact]
    public void Read_WhenATemperatureIsSetAndThereAreSeveral_LeavesItToThoseWhoTakeOne() =>
        Assert.Empty(Read(["LLM_PROVIDER_PRIORITY=anthropic,openai", "ANTHROPIC_API_KEY=a", "OPENAI_API_KEY=o", "LLM_TEMPERATURE=0.2"]).Problems);

    [Fact]
    public void Read_WhenLimitsAreSet_TakesThem()
    {
        var (defaults, _) = Read(["ANTHROPIC_API_KEY=a"]);
        var (options, problems) = Read(["OPENAI_API_KEY=o", "LLM_MAX_TOKENS=1000", "LLM_TEMPERATURE=0.2", "LLM_TIMEOUT_SECONDS=60"]);

        Assert.Empty(problems);
        Assert.Equal((4096, null, TimeSpan.FromSeconds(300)), (defaults.MaxTokens, defaults.Temperature, defaults.TimeLimit));
        Assert.Equal((1000, 0.2f, TimeSpan.FromSeconds(60)), (options.MaxTokens, options.Temperature, options.TimeLimit));
    }

    [Theory]
    [InlineData("LLM_PROVIDER=bard", "LLM_PROVIDER is 'bard': it must be one of anthropic, openai, azure_openai, ollama, lm_studio, vllm, oci_genai, oca, or unset.")]
    [InlineData("LLM_PROVIDER_PRIORITY=openai,bard OPENAI_API_KEY=o", "LLM_PROVIDER_PRIORITY is 'bard': it must be one of anthropic, openai, azure_openai, ollama, lm_studio, vllm, oci_genai, oca, or unset.")]
    [InlineData("LLM_PROVIDER_PRIORITY=openai,OpenAI OPENAI_API_KEY=o", "LLM_PROVIDER_PRIORITY is 'openai,OpenAI': it must name each provider once.")]
    [InlineData("LLM_PROVIDER_PRIORITY=anthropic,openai ANTHROPIC_API_KEY=a", "OPENAI_API_KEY is not set: the provider openai needs it.")]
    [InlineData("LLM_PROVIDER_PRIORITY=anthropic,openai ANTHROPIC_API_KEY=a OPENAI_API_KEY=o LLM_MODEL=m", "LLM_MODEL is set, but there are several providers (anthropic, openai): it must be unset. Each has its own: ANTHROPIC_MODEL, OPENAI_MODEL.")]
    [InlineData("LLM_PROVIDER_PRIORITY=ollama,vllm", "VLLM_MODEL is not set: the provider vllm needs it.")]
    [InlineData("LLM_PROVIDER=oci_genai", "OCI_GENAI_API_KEY is not set: the provider oci_genai needs it.")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g OCI_GENAI_REGION=chicago/../x", "OCI_GENAI_REGION is 'chicago/../x': it must be the name of a region, such as us-chicago-1.")]
    [InlineData("LLM_PROVIDER=oci_genai OCI_GENAI_API_KEY=g OCI_GENAI_ENDPOINT=http://genai.example.com", "OCI_GENAI_ENDPOINT is 'http://genai.example.com': it must be an https URL, or an http one of this machine.")]
    [InlineData("LLM_PROVIDER=oca OCA_ENDPOINT=http://oca.example.com", "OCA_ENDPOINT is 'http://oca.example.com': it must be an https URL, or an http one of this machine.")]
    [InlineData("LLM_PROVIDER=oca OCA_IDCS_URL=http://idcs.example.com", "OCA_IDCS_URL is 'http://idcs.example.com': it must be an https URL, or an http one of this machine.")]
    [InlineData("LLM_PROVIDER=oca OCA_TOKENS=each", "OCA_TOKENS is 'each': it must be shared or user.")]
    [InlineData("LLM_PROVIDER=oca OCA_REDIRECT_URI=https://c.example.com/callback", "OCA_REDIRECT_URI is 'https://c.example.com/callback': it must end in /auth/oca, where this coordinator takes logins.")]
    [InlineData("LLM_PROVIDER=anthropic", "ANTHROPIC_API_KEY is not set: the provider anthropic needs it.")]
    [InlineData("LLM_PROVIDER=anthropic OPENAI_API_KEY=o", "ANTHROPIC_API_KEY is not set: the provider anthropic needs it.")]
    [InlineData("LLM_PROVIDER=openai", "OPENAI_API_KEY is not set: the provider openai needs it.")]
    [InlineData("LLM_PROVIDER=lm_studio", "LM_STUDIO_MODEL is not set: the provider lm_studio needs it.")]
    [InlineData("LLM_PROVIDER=vllm", "LLM_MODEL is not set: the provider vllm needs it.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_MAX_TOKENS=lots", "LLM_MAX_TOKENS is 'lots': it must be a whole number from 16 to 200000.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_MAX_TOKENS=10.5", "LLM_MAX_TOKENS is '10.5': it must be a whole number from 16 to 200000.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_TEMPERATURE=0.7", "LLM_TEMPERATURE is '0.7': the provider anthropic takes none, it must be unset.")]
    [InlineData("OPENAI_API_KEY=o LLM_TEMPERATURE=NaN", "LLM_TEMPERATURE is 'NaN': it must be a number from 0 to 2.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_TURN_TIMEOUT_SECONDS=soon", "LLM_TURN_TIMEOUT_SECONDS is 'soon': it must be a whole number from 1 to 3600.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_ANSWER_TIMEOUT_SECONDS=3601", "LLM_ANSWER_TIMEOUT_SECONDS is '3601': it must be a whole number from 1 to 3600.")]
    [InlineData("ANTHROPIC_API_KEY=a LLM_TIMEOUT_SECONDS=0", "LLM_TIMEOUT_SECONDS is '0': it must be a whole number from 1 to 3600.")]
    [InlineData("ANTHROPIC_API_KEY=sk-\u201cx\u201d", "ANTHROPIC_API_KEY holds blanks or characters outside ASCII: it must be the key as the provider shows it.")]
    [InlineData("ANTHROPIC_API_KEY=a ANTHROPIC_BASE_URL=localhost:80", "ANTHROPIC_BASE_URL is 'localhost:80': it must be an absolute http or https URL.")]
    [InlineData("LLM_PROVIDER=vllm LLM_MODEL=m LLM_BASE_URL=ftp://x", "LLM_BASE_URL is 'ftp://x': it must be an absolute http or https URL.")]
    [InlineData("OPENAI_API_KEY=o OPENAI_BASE_URL=https://me:pw@x/v1", "OPENAI_BASE_URL holds a user name or password: it must be a plain http or https URL, the key has its own variable.")]
    public void Read_WhenAValueIsWrong_NamesVariableProblemAndWhatIsAllowed(string variables, string problem) =>
        Assert.Equal(problem, Assert.Single(Read(variables.Split(' ')).Problems));

    [Fact]
    public void Read_WhenAzureIsIncomplete_NamesEveryMissingVariable()
    {
        var problems = Read(["LLM_PROVIDER=azure_openai"]).Problems;

        Assert.Equal(["AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_MODEL"], problems.Select(problem => problem.Split(' ')[0]).Order());
    }

    [Fact]
    public void Read_WhenValuesAreBlank_TakesThemAsUnset() => Assert.False(Read(["LLM_PROVIDER= ", "ANTHROPIC_API_KEY="]).Options.IsConfigured);

    private static ModelSettings Read(string[] variables)
    {
        var values = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ModelSettings.Read(values.GetValueOrDefault);
    }
}
