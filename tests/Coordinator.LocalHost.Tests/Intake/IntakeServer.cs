using System.Diagnostics.Metrics;
using Coordinator.Core.Intake;
using Coordinator.Core.State;
using Coordinator.Http.Routes;
using Coordinator.Http.Slack;
using Coordinator.TestKit.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>The events route alone, on Kestrel and a free loopback port.</summary>
internal sealed class IntakeServer : IIntake
{
    private readonly WebApplication _app;
    private readonly CountedDeliveries _counted;

    private IntakeServer(WebApplication app, RecordingRunStarter starter, FakeTimeProvider clock)
    {
        _app = app;
        Starter = starter;
        Clock = clock;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        _counted = new CountedDeliveries(app.Services.GetRequiredService<IMeterFactory>());
    }

    public RecordingRunStarter Starter { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<string> Counted => _counted.All;

    public IReadOnlyList<string> Lines => Log.All;

    public LogLines Log => _app.Services.GetRequiredService<LogLines>();

    public static async Task<IntakeServer> StartAsync(string? secret = SlackSigner.Secret)
    {
        var starter = new RecordingRunStarter();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton(log).AddSingleton<TimeProvider>(clock).AddSingleton<IRunStarter>(starter).AddSingleton<IRunMemory>(new ThreadsOnly());
        builder.Services.AddSlackIntake().Configure<SlackIntakeOptions>(options => options.SigningSecret = secret);
        var app = builder.Build();
        app.MapPost("/slack/events", async (HttpContext context) =>
            await (await context.RequestServices.GetRequiredService<SlackEventsHandler>()(context.Request)).ExecuteAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new IntakeServer(app, starter, clock);
    }

    /// <summary>Sends it signed, now.</summary>
    public Task<HttpResponseMessage> PostAsync(byte[] body) => SendAsync(SlackSigner.Default.Request(body, Clock.GetUtcNow()));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Client.SendAsync(request, TestContext.Current.CancellationToken);

    public async Task<bool> DeliverAsync(byte[] payload, int retry = 0)
    {
        using var request = SlackSigner.Default.Request(payload, Clock.GetUtcNow());
        if (retry > 0)
        {
            request.Headers.Add("x-slack-retry-num", $"{retry}");
            request.Headers.Add("x-slack-retry-reason", "http_timeout");
        }

        using var answer = await SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    public async Task HangUpAsync(byte[] payload)
    {
        using var hangUp = new CancellationTokenSource();
        var answer = Client.SendAsync(SlackSigner.Default.Request(payload, Clock.GetUtcNow()), hangUp.Token);
        await Eventually.Is(() => Starter.Calls == 1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _counted.Dispose();
    }
}
