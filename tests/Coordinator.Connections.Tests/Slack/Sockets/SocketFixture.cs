using System.Globalization;
using Coordinator.Connections.Slack;
using Coordinator.Connections.Slack.Sockets;
using Coordinator.Core.Intake;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Intake;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Tests.Slack.Sockets;

/// <summary>Socket Mode against the stub, on a clock that stands still, with an intake that only remembers.</summary>
internal sealed class SocketFixture : IAsyncDisposable
{
    public const string AppToken = "xapp-1-secret";

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private int _written;

    private SocketFixture(SlackStub stub, int sockets)
    {
        Stub = stub;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log))
            .AddMetrics()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IRunStarter>(Starter)
            .AddSingleton<IRunMemory>(new ThreadsOnly())
            .AddSingleton<KnownIdentity>()
            .AddSingleton<IntakeMetrics>()
            .AddSingleton<SlackIntake>()
            .AddSlack()
            .AddSlackSocketMode()
            .Configure<SlackOptions>(options => (options.BotToken, options.AppToken, options.ApiUrl, options.Sockets) = (SlackFixture.Token, AppToken, stub.Url, sockets))
            .BuildServiceProvider();
        Mode = _services.GetRequiredService<SocketMode>();
        _running = Mode.RunAsync(_stopping.Token);
    }

    public SlackStub Stub { get; }

    public SocketStub Slack => Stub.Sockets;

    public ManualClock Clock { get; } = new();

    public RecordingRunStarter Starter { get; } = new();

    public SlackFixture.CapturedLogs Log { get; } = new();

    public SocketMode Mode { get; }

    public SocketStatus Only => Mode.Connections.Single();

    /// <summary>Calls of <c>apps.connections.open</c>.</summary>
    public int Dialed => Stub.Calls.Count(call => call.Method == "apps.connections.open");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="prepare">Before the first connection is opened.</param>
    public static async Task<SocketFixture> StartAsync(int sockets = 1, Action<SlackStub>? prepare = null)
    {
        var stub = await SlackStub.StartAsync(cancellationToken: Token);
        (stub.ExpectedToken, stub.ExpectedAppToken) = (SlackFixture.Token, AppToken);
        prepare?.Invoke(stub);
        return new SocketFixture(stub, sockets);
    }

    /// <summary>The connection of that number, which has been open for a while: its end is nothing special.</summary>
    public async Task<SocketStubConnection> ServingAsync(int number = 1)
    {
        var connection = await ConnectionAsync(number);
        await IsAsync(() => Mode.Connections.All(one => one.State == SocketStatus.Connected));
        Clock.Advance(TimeSpan.FromSeconds(11));
        return connection;
    }

    public Task<SocketStubConnection> ConnectionAsync(int number) => Slack.ConnectionAsync(number, Token).SoonAsync();

    /// <summary>Somebody writes something that was not written before.</summary>
    public byte[] NewMention() => SlackPayloads.AppMention(new SlackMessageEvent("list instances", (1790000000 + Interlocked.Increment(ref _written)).ToString(CultureInfo.InvariantCulture) + ".000100"));

    /// <summary>Sends one and sees it acknowledged.</summary>
    public async Task AssertServesAsync()
    {
        var before = Starter.Started.Count;
        await Slack.Send(NewMention()).Acknowledgement.SoonAsync();
        Assert.Equal(before + 1, Starter.Started.Count);
    }

    /// <summary>Waits for what another thread brings about.</summary>
    public static async Task IsAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Soon.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Begins to stop; completes when it has.</summary>
    public Task StopAsync()
    {
        _stopping.Cancel();
        return _running;
    }

    public async ValueTask DisposeAsync()
    {
        Starter.Gate = Task.CompletedTask;
        var stopped = StopAsync();
        while (!stopped.IsCompleted)
        {
            // Whatever it still waits for.
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await _services.DisposeAsync();
        await Stub.DisposeAsync();
        await stopped.WaitAsync(Soon.Limit, CancellationToken.None);
    }
}
