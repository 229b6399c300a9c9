using System.Text.Json.Nodes;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.LocalHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>The local host in this process with many dead letters.</summary>
internal sealed class LettersHost : IAsyncDisposable
{
    private const int InOneWrite = 1000;

    private readonly WebApplication _app;

    private LettersHost(WebApplication app, HttpClient http, TimeSpan built, TimeSpan isRight) => (_app, Http, Built, Checked) = (app, http, built, isRight);

    public HttpClient Http { get; }

    /// <summary>How long it took to bring all letters into an empty index.</summary>
    public TimeSpan Built { get; }

    /// <summary>How long the hourly look takes when nothing is wrong.</summary>
    public TimeSpan Checked { get; }

    public static async Task<LettersHost> StartAsync(Workspace workspace, int letters, CancellationToken cancellationToken)
    {
        var options = new HostOptions(0, workspace.NewFolder("letters"), Path.Combine(AppContext.BaseDirectory, "config"), HostMode.Api);
        var app = LocalHostApp.Build(options, new Dictionary<string, string> { ["OCI_UNIFIED_ENABLED"] = "false" }.GetValueOrDefault,
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error)));
        await FillAsync(app.Services.GetRequiredService<SqliteRunMemory>(), letters, cancellationToken);
        var built = await RebuildAsync(app, cancellationToken);
        var isRight = await RebuildAsync(app, cancellationToken);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new LettersHost(app, new HttpClient { BaseAddress = new Uri(address) }, built, isRight);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static async Task<TimeSpan> RebuildAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        await ActivatorUtilities.CreateInstance<IndexRebuild>(app.Services).RunWhenNeededAsync(cancellationToken);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>One run that left them all, a millisecond apart: what is measured looks at no run.</summary>
    private static async Task FillAsync(SqliteRunMemory memory, int letters, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(-1);
        var request = new RunRequest { RunId = "chat-letters", ThreadKey = "chat-letters", Actor = new Actor("api", "", "benchmark"), Text = "Why?", ReceivedAt = now };
        await memory.AddRunAsync(request, cancellationToken);
        await memory.AppendAsync(new RunWrite(request.RunId, new RunFinished(RunStatus.Answered) { At = now }), cancellationToken);
        for (var first = 0; first < letters; first += InOneWrite)
        {
            var changes = Enumerable.Range(first, InOneWrite).Select(number => DeadLetterChange.Put(LetterOf(request, number, now))).ToList();
            await memory.AppendAsync(new RunWrite(request.RunId, new InboxRead($"{first}", "filler", "benchmark") { At = now }) { Letters = changes }, cancellationToken);
        }
    }

    private static DeadLetter LetterOf(RunRequest request, int number, DateTimeOffset from) => new()
    {
        Id = $"op_chat-letters.{(number / 40) + 1}.{number % 40}",
        FailureType = FailureTypes.All[number % FailureTypes.All.Count],
        Operation = $"oci_tool_{number % 80}",
        Error = "'oci-unified' did not answer within 30 s. The call was given up.",
        Parameters = new JsonObject { ["compartment_id"] = "ocid1.compartment.oc1..aaaaaaaaexample", ["limit"] = 100, ["region"] = "eu-frankfurt-1" },
        RunId = request.RunId,
        Thread = request.ThreadKey,
        Step = $"{(number / 40) + 1}.{number % 40}",
        Timestamp = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMicrosecond)).AddMilliseconds(number),
    };
}
