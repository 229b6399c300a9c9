using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.Blobs;

public sealed class BlobRunMemoryFailureTests(AzuriteServer azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyOperation_WhenTheAccountCannotBeReached_FailsClearlyAtOnce()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var requests = new FailingRequests();
        await using var memory = Open(port, AzuriteServer.AccountKey, requests, TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.AddRunAsync(BlobMemories.Request("run-1"), Token).WaitAsync(Patience, Token));

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, requests.Count);
        await AssertAllFailAsync(memory);
    }

    [Fact]
    public async Task AnyOperation_WhenTheAccountDoesNotAnswer_FailsAtItsTimeLimitAndIsNotTriedAgain()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var requests = new FailingRequests();
        await using var memory = Open(((IPEndPoint)silent.LocalEndpoint).Port, AzuriteServer.AccountKey, requests, TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.FindRunAsync("run-1", Token).WaitAsync(Patience, Token));

        Assert.Contains("did not answer within 1 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, requests.Count);
    }

    [Fact]
    public async Task AnyOperation_WhenTheCallerGivesUp_IsCancelled()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var memory = Open(((IPEndPoint)silent.LocalEndpoint).Port, AzuriteServer.AccountKey, new FailingRequests(), TimeSpan.FromSeconds(30));
        using var patience = new CancellationTokenSource();
        var find = memory.FindRunAsync("run-1", patience.Token);
        using var connection = await silent.AcceptTcpClientAsync(Token).AsTask().WaitAsync(Patience, Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => find.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task AnyOperation_WhenTheKeyIsWrong_SaysSoWithoutASecret()
    {
        var endpoint = new BlobServiceClient(await azurite.ConnectionStringAsync()).Uri;
        var wrong = Convert.ToBase64String(Encoding.UTF8.GetBytes("a wrong key, which is a secret all the same"));
        await using var memory = Open(endpoint.Port, wrong, new FailingRequests(), Patience);

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.AddRunAsync(BlobMemories.Request("run-1"), Token));

        Assert.Contains("refuses access", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n", "damaged")]
    [InlineData("{\"schemaVersion\":2,\"at\":\"2026-03-01T12:00:00+00:00\"}\n", "newer version")]
    public async Task AnyRead_WhenWhatIsStoredCannotBeRead_FailsClearlyAndNothingIsAdded(string line, string word)
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await memories.Open().AddRunAsync(BlobMemories.Request("run-1"), Token);
        var log = memories.Client.GetAppendBlobClient("runs/run-1/log");
        await log.AppendBlockAsync(new MemoryStream(Encoding.UTF8.GetBytes(line)), cancellationToken: Token);
        var length = (await log.GetPropertiesAsync(cancellationToken: Token)).Value.ContentLength;
        var memory = memories.Open();

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.ReadFactsAsync("run-1", 0, Token));
        Assert.Contains("runs/run-1/log", failure.Message, StringComparison.Ordinal);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RunMemoryException>(() => memory.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token));
        Assert.Equal(length, (await log.GetPropertiesAsync(cancellationToken: Token)).Value.ContentLength);
    }

    [Theory]
    [InlineData(403, "AuthorizationPermissionMismatch", "Storage Blob Data Contributor")]
    [InlineData(403, "KeyBasedAuthenticationNotPermitted", "use an identity")]
    [InlineData(503, "ServerBusy", "busy")]
    [InlineData(409, "BlockCountExceedsLimit", "50,000")]
    [InlineData(418, null, "status 418")]
    public void Failed_WhenTheAccountRefuses_SaysWhatToDo(int status, string? code, string words) =>
        Assert.Contains(words, BlobFailure.Failed(new Uri("https://a.blob.core.windows.net/c?sig=secret"), new RequestFailedException(status, "sig=secret", code, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Failed_WhenTheAddressHoldsASignature_LeavesItOut() =>
        Assert.DoesNotContain("secret", BlobFailure.Failed(new Uri("https://a.blob.core.windows.net/c?sig=secret"), new IOException("x")).Message, StringComparison.Ordinal);

    private static async Task AssertAllFailAsync(BlobRunMemory memory)
    {
        var effect = new Effect("run-1", "1.0", EffectStatus.Intended, 1, "me", default) { Since = default };
        Func<Task>[] operations =
        [
            () => memory.FindRunAsync("run-1", Token),
            () => memory.ListRunsAsync(new RunQuery(), Token),
            () => memory.HasThreadAsync("t", Token),
            () => memory.ReadThreadAsync("t", "run-1", 5, Token),
            () => memory.ReadFactsAsync("run-1", 0, Token),
            () => memory.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token),
            () => memory.ReadContentAsync("run-1", "finish", Token),
            () => memory.WriteEffectAsync(null, effect, Token),
            () => memory.ReadEffectsAsync("run-1", Token),
            () => memory.AddToInboxAsync(new InboxItem("run-1", "i", InboxItem.Stop, "me", default), Token),
            () => memory.ReadInboxAsync("run-1", Token),
            () => memory.DeleteFinishedBeforeAsync(default, Token),
            () => memory.RepairListsAsync(default, Token),
        ];
        foreach (var operation in operations)
            await Assert.ThrowsAsync<RunMemoryException>(() => operation().WaitAsync(Patience, Token));
    }

    private static BlobRunMemory Open(int port, string key, FailingRequests requests, TimeSpan limit)
    {
        var client = new BlobClientOptions();
        client.AddPolicy(requests, Azure.Core.HttpPipelinePosition.BeforeTransport);
        var options = new BlobRunMemoryOptions
        {
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={key};BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;",
            OperationTimeout = limit,
        };
        return BlobRunMemory.Open(options, client, TimeProvider.System, NullLogger<BlobRunMemory>.Instance);
    }
}
