using Azure.Core;
using Coordinator.Connections.Blobs;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Connections.Tests.Blobs;

public sealed class BlobRegistrationTests
{
    private const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==";

    private static readonly Uri Service = new("https://account.blob.core.windows.net");

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret};EndpointSuffix=core.windows.net")]
    [InlineData("BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sv=2026-01-01&sig=x")]
    public void Problems_WhenThereIsAConnectionString_AreNone(string connectionString) =>
        Assert.Empty(BlobRunMemoryOptionsValidator.Problems(new BlobRunMemoryOptions { ConnectionString = connectionString }));

    [Theory]
    [InlineData("https://account.blob.core.windows.net")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1")]
    public void Problems_WhenThereIsAnIdentity_AreNone(string uri) =>
        Assert.Empty(BlobRunMemoryOptionsValidator.Problems(new BlobRunMemoryOptions { ServiceUri = new Uri(uri), Credential = new NoCredential() }));

    public static TheoryData<BlobRunMemoryOptions, string> Wrong => new()
    {
        { new BlobRunMemoryOptions(), "AzureWebJobsStorage" },
        { new BlobRunMemoryOptions { ConnectionString = "UseDevelopmentStorage=true", ServiceUri = Service, Credential = new NoCredential() }, "not both" },
        { new BlobRunMemoryOptions { ConnectionString = $"AccountKey={Secret}" }, "AzureWebJobsStorage" },
        { new BlobRunMemoryOptions { ConnectionString = Secret }, "AzureWebJobsStorage" },
        { new BlobRunMemoryOptions { ServiceUri = Service }, "identity" },
        { new BlobRunMemoryOptions { ServiceUri = new Uri("http://account.blob.core.windows.net"), Credential = new NoCredential() }, "https" },
        { new BlobRunMemoryOptions { ServiceUri = new Uri($"{Service}?sig={Secret}"), Credential = new NoCredential() }, "without query" },
        { new BlobRunMemoryOptions { ConnectionString = "UseDevelopmentStorage=true", Container = "Runs_1" }, "RUN_MEMORY_CONTAINER" },
        { new BlobRunMemoryOptions { ConnectionString = "UseDevelopmentStorage=true", Container = "a--b" }, "RUN_MEMORY_CONTAINER" },
        { new BlobRunMemoryOptions { ConnectionString = "UseDevelopmentStorage=true", OperationTimeout = TimeSpan.FromSeconds(61) }, "RUN_MEMORY_TIMEOUT" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Problems_WhenSomethingIsWrong_NameTheVariableAndNoSecret(BlobRunMemoryOptions options, string words)
    {
        var problem = Assert.Single(BlobRunMemoryOptionsValidator.Problems(options));

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddBlobRunMemory_GivesOneMemory()
    {
        var options = new BlobRunMemoryOptions { ConnectionString = "UseDevelopmentStorage=true" };
        await using var provider = new ServiceCollection().AddLogging().AddBlobRunMemory(options).BuildServiceProvider(validateScopes: true);

        Assert.Same(provider.GetRequiredService<BlobRunMemory>(), provider.GetRequiredService<IRunMemory>());
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
