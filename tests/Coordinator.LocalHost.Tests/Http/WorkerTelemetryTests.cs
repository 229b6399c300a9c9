using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Coordinator.Http.Telemetry;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>What a process behind the Functions host sends by itself.</summary>
public sealed class WorkerTelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_GoesToAzureMonitorAsLinesWithoutSecrets_WhetherAFunctionRunsOrNot()
    {
        await using var collector = await OtlpCollector.StartAsync(Token);
        await using (var services = await StartAsync(collector.Url, "00000000-0000-0000-0000-0000000000a1"))
        {
            var log = services.GetRequiredService<ILoggerFactory>();
            var logger = log.CreateLogger("Coordinator.Core.Intake.SlackIntake");
            logger.LogError(new TimeoutException("Storage with PASSWORD=hunter22 is away."), "slack_event_not_stored run_id={RunId}", "r1");
            logger.LogInformation("tool_call tool={Tool} duration_ms={Took}", "oci_ping", 12);
            logger.LogDebug("slack_event_taken run_id={RunId}", "r1");
            log.CreateLogger("Microsoft.AspNetCore.Http.Result").LogInformation("Writing value of type 'RunDetail' as Json.");
        }

        var lines = collector.Tracked.All.Where(item => item.GetProperty("name").GetString() is "Message" or "Exception").ToList();
        Assert.Equal(["Message", "Message"], lines.Select(line => line.GetProperty("name").GetString()));
        var (failed, called) = (Data(lines[0]), Data(lines[1]));
        Assert.StartsWith("slack_event_not_stored run_id=r1 exception=System.TimeoutException", failed.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", failed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("Error", "tool_call tool=oci_ping duration_ms=12"), (failed.GetProperty("severityLevel").GetString(), called.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatIsNotSent_IsSaidInOneLine(bool isIdentityAway)
    {
        var collector = await OtlpCollector.StartAsync(Token);
        var url = collector.Url;
        await collector.DisposeAsync();
        if (isIdentityAway)
        {
            // No token leaves without TLS, nor does it come so far here.
            url = url.Replace("http:", "https:", StringComparison.Ordinal);
        }

        var said = new Lines();
        await using (var services = await StartAsync(url, isIdentityAway ? "00000000-0000-0000-0000-0000000000a2" : "00000000-0000-0000-0000-0000000000a3", isIdentityAway ? new NoIdentity() : null, said))
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Coordinator").LogInformation("run_finished run_id={RunId}", "r1");
            services.GetRequiredService<LoggerProvider>().ForceFlush();
            await said.All.WaitForAsync(_ => true);
        }

        var line = Assert.Single(said.All.All);
        Assert.StartsWith("telemetry_not_sent exporter=OpenTelemetry-AzureMonitor-Exporter ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Contains(isIdentityAway ? "no identity here" : "refused", line, StringComparison.Ordinal);
    }

    private static JsonElement Data(JsonElement item) => item.GetProperty("data").GetProperty("baseData");

    private static async Task<ServiceProvider> StartAsync(string url, string key, TokenCredential? credential = null, TextWriter? console = null)
    {
        var variables = new Dictionary<string, string> { [TelemetryOptions.AzureMonitorVariable] = $"InstrumentationKey={key};IngestionEndpoint={url}/" };
        var options = TelemetryOptions.Read(name => variables.GetValueOrDefault(name), isDisabled: false, out _) with { IsWorker = true, Credential = credential };
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        if (console is not null)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ExportFailures>(provider, console));
        }

        services.AddTelemetry(options);
        services.Remove(services.Single(service => service.ImplementationType == typeof(MetricsReading)));
        var built = services.BuildServiceProvider();
        foreach (var service in built.GetServices<IHostedService>().Where(service => service is ExportFailures || service.GetType().Namespace!.StartsWith("OpenTelemetry", StringComparison.Ordinal)))
        {
            await service.StartAsync(Token);
        }

        return built;
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("There is no identity here.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("There is no identity here.");
    }

    private sealed class Lines : StringWriter
    {
        public Happenings<string> All { get; } = new();

        public override void WriteLine(string? value) => All.Add(value ?? "");
    }
}
