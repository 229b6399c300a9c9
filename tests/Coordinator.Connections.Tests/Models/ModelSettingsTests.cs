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
    [InlineData("LLM_PROVIDER=ollama ANTHROPIC_API_KEY=a OPENAI_API_KEY=o", "ollama llama3.1 http://localhost:11434/v1 ")]
    public void Read_WhenAProviderIsChosen_FindsModelAddressAndKey(string variables, string expected)
    {
        var (options, problems) = Read(variables.Split(' '));

        Assert.Empty(problems);
        Assert.Equal(expected, $"{options.Provider} {options.Model} {options.BaseUrl} {options.ApiKey}");
    }

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
    [InlineData("LLM_PROVIDER=oca", "LLM_PROVIDER is 'oca': it must be one of anthropic, openai, azure_openai, ollama, lm_studio, vllm, or unset.")]
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
