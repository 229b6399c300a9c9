using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Coordinator.Connections.Slack;
using Coordinator.Core.Replies;
using Coordinator.TestKit.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Slack;

/// <summary>The client against the stub, on a clock that stands still.</summary>
internal sealed class SlackFixture : IAsyncDisposable
{
    public const string Token = "xoxb-secret-token";

    private readonly ServiceProvider _services;

    private SlackFixture(SlackStub stub, Action<SlackOptions>? configure)
    {
        Stub = stub;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddSingleton<TimeProvider>(Time)
            .AddSlack()
            .Configure<SlackOptions>(options =>
            {
                options.BotToken = Token;
                options.SigningSecret = "signing-secret";
                options.ApiUrl = stub.Url;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
    }

    public SlackStub Stub { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public CapturedLogs Logs { get; } = new();

    public ISlackApi Api => _services.GetRequiredService<ISlackApi>();

    public static async Task<SlackFixture> StartAsync(Action<SlackOptions>? configure = null)
    {
        var stub = await SlackStub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stub.ExpectedToken = Token;
        return new SlackFixture(stub, configure);
    }

    public static SlackPost Post(int part = 0, string channel = "C1", string run = "slack-T1-C1-1.0") => new()
    {
        Channel = channel,
        ThreadTs = "1764000000.000100",
        Text = "Hello & welcome",
        Blocks = new JsonArray(new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = $"part {part}" } }),
        RunId = run,
        Part = part,
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }

    internal sealed class CapturedLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
