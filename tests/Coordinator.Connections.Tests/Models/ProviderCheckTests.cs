using Coordinator.Connections.Models;
using Coordinator.Core.Failures;
using Coordinator.TestKit.Models;

namespace Coordinator.Connections.Tests.Models;

/// <summary>Defect 12 of the original: the model was called healthy without being asked.</summary>
public sealed class ProviderCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelProviders.Anthropic)]
    [InlineData(ModelProviders.OpenAi)]
    [InlineData(ModelProviders.Vllm)]
    public async Task Check_WhenTheProviderAnswers_IsNoFailureAndNoModelCall(string provider)
    {
        await using var stub = await ModelStub.StartAsync();
        using var check = new ProviderCheck(AskedModel.OptionsFor(provider, stub), TimeProvider.System);
        Assert.Null(await check.CheckAsync(Token));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData(401, FailureClass.Authentication)]
    [InlineData(404, FailureClass.NotFound)]
    [InlineData(429, FailureClass.RateLimited)]
    [InlineData(503, FailureClass.ServerError)]
    public async Task Check_WhenTheProviderRefuses_SaysWhy(int status, FailureClass failureClass)
    {
        await using var stub = await ModelStub.StartAsync();
        stub.ListStatus = status;
        using var check = new ProviderCheck(AskedModel.OptionsFor(ModelProviders.Anthropic, stub), TimeProvider.System);
        Assert.Equal(failureClass, (await check.CheckAsync(Token))!.Class);
    }

    /// <summary>OCI Generative AI lists no models for holders of an API key, which says that it is there.</summary>
    [Theory]
    [InlineData(404, null)]
    [InlineData(401, FailureClass.Authentication)]
    public async Task Check_OfOciGenAi_TakesAMissingListForAnAnswer(int status, FailureClass? failureClass)
    {
        await using var stub = await ModelStub.StartAsync();
        stub.ListStatus = status;
        using var check = new ProviderCheck(AskedModel.OptionsFor(ModelProviders.OciGenAi, stub), TimeProvider.System);
        Assert.Equal(failureClass, (await check.CheckAsync(Token))?.Class);
    }

    [Fact]
    public async Task Check_WhenNobodyListens_SaysSo()
    {
        var stub = await ModelStub.StartAsync();
        using var check = new ProviderCheck(AskedModel.OptionsFor(ModelProviders.OpenAi, stub), TimeProvider.System);
        await stub.DisposeAsync();
        Assert.Equal(FailureClass.Network, (await check.CheckAsync(Token))!.Class);
    }
}
