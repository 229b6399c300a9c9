using System.Globalization;
using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Peers;
using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign;

/// <summary>Everything a round has to itself: folder, Slack, model, and the host in its many lives.</summary>
internal sealed class RoundWorld : IAsyncDisposable
{
    private const string SigningSecret = "crash-campaign-secret";

    private const int MostSockets = 3;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);

    private readonly RoundPlan _plan;
    private readonly string _programs;
    private readonly ModelStub _modelStub;
    private readonly CancellationToken _stopped;
    private HostProcess? _host;

    private RoundWorld(RoundPlan plan, string programs, HostFolder folder, SlackStub slack, ScriptedModel model, ModelStub modelStub, TimeProvider time, CancellationToken stopped)
    {
        (_plan, _programs, Folder, Slack, Model, _modelStub, Time, _stopped) = (plan, programs, folder, slack, model, modelStub, time, stopped);
        Log = new HostLog(folder.Log, time);
        Http = new HttpEvents(Address, SigningSecret, time, stopped);
        Sockets = new SocketEvents(slack.Sockets, time, stopped);
        Channel = plan.Path == EventPath.Socket ? Sockets : Http;
        Sender = new SlackSender(Channel, Random, time, stopped);
    }

    /// <summary>Of the round.</summary>
    public int Number => _plan.Number;

    public HostFolder Folder { get; }

    public HostLog Log { get; }

    public SlackStub Slack { get; }

    public ScriptedModel Model { get; }

    public HttpEvents Http { get; }

    public SocketEvents Sockets { get; }

    /// <summary>That of the two which this round's events take.</summary>
    public IEventChannel Channel { get; }

    public SlackSender Sender { get; }

    public LiveAddress Address { get; } = new();

    public TimeProvider Time { get; }

    public Random Random { get; } = new();

    /// <summary>When the host was killed before it had acknowledged the question.</summary>
    public Dictionary<Question, DateTimeOffset> UnacknowledgedKills { get; } = [];

    public int Starts { get; private set; }

    public DateTimeOffset LastStart { get; private set; }

    /// <summary>How long the last start took that was let alone.</summary>
    public TimeSpan StartTime { get; private set; } = TimeSpan.FromSeconds(1);

    public static async Task<RoundWorld> OpenAsync(RoundPlan plan, string programs, string folder, TimeProvider time, CancellationToken stopped)
    {
        var model = new ScriptedModel(plan.Questions);
        var slack = await SlackStub.StartAsync(cancellationToken: stopped);
        return new RoundWorld(plan, programs, new HostFolder(folder), slack, model, await ModelStub.StartAsync(model.Answer), time, stopped);
    }

    /// <summary>The question and the replies that follow it.</summary>
    public void Send(Question question)
    {
        Sender.Send(question);
        SendReplies(question);
    }

    public void SendReplies(Question question)
    {
        foreach (var reply in _plan.Questions.Where(other => other.After == question))
            Send(reply);
    }

    /// <summary>Starts a new life and does not wait for it.</summary>
    public HostProcess Start()
    {
        Starts++;
        LastStart = Time.GetUtcNow();
        _host?.Dispose();
        return _host = HostProcess.Start(_programs, Folder, Log, Settings());
    }

    /// <summary>Completes when the host answers.</summary>
    public async Task EnsureRunningAsync()
    {
        if (_host is { IsRunning: true })
            return;
        var host = Start();
        Address.Set(await host.Ready.WaitAsync(StartsWithin, _stopped));
        StartTime = Time.GetUtcNow() - LastStart;
    }

    public async Task KillAsync(string why)
    {
        Address.Clear();
        Log.Write($"--- kill: {why}");
        await _host!.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        Http.Dispose();
        await Slack.DisposeAsync();
        await _modelStub.DisposeAsync();
        Log.Dispose();
    }

    /// <summary>The whole environment of the host.</summary>
    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["SLACK_BOT_TOKEN"] = "xoxb-crash-campaign",
            ["SLACK_API_URL"] = Slack.Url,
            ["ANTHROPIC_API_KEY"] = "crash-campaign",
            ["ANTHROPIC_BASE_URL"] = _modelStub.AnthropicUrl.ToString(),
            ["ALLOW_MUTATIONS"] = "true",
            ["OCI_SIMULATE"] = "true",
            ["SIMULATION_SETTLE_SECONDS"] = "0",
            ["SIMULATION_REQUESTS_PER_SECOND"] = "0",
            ["SIMULATION_HOLD_AFTER_WRITE"] = Folder.WriteHold,
        };
        if (_plan.Path == EventPath.Socket)
        {
            settings["SLACK_APP_TOKEN"] = "xapp-crash-campaign";
            settings["SLACK_SOCKET_CONNECTIONS"] = (1 + (_plan.Number % MostSockets)).ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            settings["SLACK_SIGNING_SECRET"] = SigningSecret;
        }

        foreach (var name in (string[])["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                settings[name] = value;
        }

        return settings;
    }
}
