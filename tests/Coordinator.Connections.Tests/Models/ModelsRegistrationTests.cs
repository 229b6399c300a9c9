using Coordinator.Connections.Models;
using Coordinator.Core.Models;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Connections.Tests.Models;

public sealed class ModelsRegistrationTests
{
    [Fact]
    public void AddModels_WhenNoModelIsConfigured_RegistersNone()
    {
        using var provider = new ServiceCollection().AddLogging().AddModels(new ModelOptions()).BuildServiceProvider();

        Assert.Null(provider.GetService<IModel>());
        Assert.False(provider.GetRequiredService<ModelOptions>().IsConfigured);
    }

    [Fact]
    public async Task AddModels_WhenAModelIsConfigured_RegistersOneThatAnswers()
    {
        await using var stub = await ModelStub.StartAsync(request => ModelReply.Says($"you said {request.UserText}"));
        await using var provider = new ServiceCollection().AddLogging().AddModels(AskedModel.OptionsFor(ModelProviders.Anthropic, stub)).BuildServiceProvider();

        var outcome = await provider.GetRequiredService<IModel>().AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), null, TestContext.Current.CancellationToken);

        Assert.Equal("you said hello", outcome.Value!.Message.Text);
    }
}
