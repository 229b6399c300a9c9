namespace Coordinator.DemoServer.Tests.Server;

/// <summary>One fresh server at a fixed noon, for tests that change nothing.</summary>
public sealed class ReadOnlyServer : IAsyncLifetime
{
    private readonly DemoFolder folder = new();
    private DemoClient? client;

    internal DemoClient Client => client!;

    public async ValueTask InitializeAsync() => client = await DemoClient.StartAsync(folder, cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (client is not null) await client.DisposeAsync();
        folder.Dispose();
    }
}
