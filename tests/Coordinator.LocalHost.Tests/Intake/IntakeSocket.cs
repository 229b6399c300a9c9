using System.Diagnostics.Metrics;
using Coordinator.Connections.Slack;
using Coordinator.Connections.Slack.Sockets;
using Coordinator.Core.Intake;
using Coordinator.Core.State;
using Coordinator.Http.Slack;
using Coordinator.TestKit.Intake;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>Socket Mode with two connections, and Slack's end of them.</summary>
internal sealed class IntakeSocket : IIntake
{
    private readonly SlackStub _slack;
    private readonly ServiceProvider _services;
    private readonly CountedDeliveries _counted;
    private readonly LogLines _log = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private int _refused;

    private IntakeSocket(SlackStub slack)
    {
        _slack = slack;
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IRunStarter>(Starter)
            .AddSingleton<IRunMemory>(new ThreadsOnly())
            .AddSlackIntake();
        services.AddSlack().AddSlackSocketMode().Configure<SlackOptions>(options => (options.BotToken, options.AppToken, options.ApiUrl) = ("xoxb-test", "xapp-test", slack.Url));
        _services = services.BuildServiceProvider();
        _counted = new CountedDeliveries(_services.GetRequiredService<IMeterFactory>());
        _running = _services.GetRequiredService<SocketMode>().RunAsync(_stopping.Token);
    }

    public RecordingRunStarter Starter { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public IReadOnlyList<string> Counted => _counted.All;

    public IReadOnlyList<string> Lines => _log.All;

    public static async Task<IntakeSocket> StartAsync() => new(await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken));

    public async Task<bool> DeliverAsync(byte[] payload, int retry = 0)
    {
        var delivery = _slack.Sockets.Send(payload, attempts: retry);
        await Eventually.Is(() => delivery.IsAcknowledged || Refused() > _refused);
        _refused = Refused();
        return delivery.IsAcknowledged;
    }

    public async Task HangUpAsync(byte[] payload)
    {
        _slack.Sockets.Send(payload);
        await Eventually.Is(() => Starter.Calls == 1);

        // After so long the end of a connection is nothing special, and the next is opened at once.
        Clock.Advance(TimeSpan.FromSeconds(11));
        foreach (var connection in _slack.Sockets.Open)
            connection.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing that was refused has been acknowledged later.
        var acknowledged = _slack.Sockets.Deliveries.Count(delivery => delivery.IsAcknowledged);
        await _stopping.CancelAsync();
        await _running.WaitAsync(Soon.Limit, CancellationToken.None);
        Assert.Equal(acknowledged, _slack.Sockets.Deliveries.Count(delivery => delivery.IsAcknowledged));
        await _services.DisposeAsync();
        await _slack.DisposeAsync();
        _counted.Dispose();
    }

    private int Refused() => Counted.Count(counted => counted.StartsWith("malformed", StringComparison.Ordinal) || counted.StartsWith("failed", StringComparison.Ordinal) || counted.StartsWith("rejected", StringComparison.Ordinal));
}
