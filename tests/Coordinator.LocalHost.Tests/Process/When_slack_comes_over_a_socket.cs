using System.Globalization;
using System.Net.Http.Json;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;

namespace Coordinator.LocalHost.Tests.Process;

/// <summary>Quick reference: "Slack not responding"; runbook 3. The real executable on Socket Mode: killed at bad moments, and switched off in Slack.</summary>
public sealed class When_slack_comes_over_a_socket : DataFolders, IAsyncLifetime
{
    private SlackStub _slack = null!;
    private ModelStub _model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await SlackStub.StartAsync(cancellationToken: Token);
        _model = await ModelStub.StartAsync(_ => ModelReply.Says("Sunny."));
    }

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task Should_start_one_run_when_it_is_killed_between_the_journal_and_the_acknowledgement()
    {
        SocketDelivery delivery;
        await using (var first = await StartAsync())
        {
            _slack.Sockets.LosesAcknowledgements = true;
            delivery = _slack.Sockets.Send(Question(1));
            await UntilAsync(first, runs => runs == 1);
        }

        Assert.False(delivery.IsAcknowledged);
        _slack.Sockets.LosesAcknowledgements = false;
        await using var second = await StartAsync();
        await delivery.Acknowledgement.SoonAsync();
        await AssertAnsweredOnceAsync(1);
        Assert.Equal(1, await RunsAsync(second));
        Assert.True(delivery.Attempts > 0);
    }

    [Fact]
    public async Task Should_lose_and_double_nothing_however_often_it_is_killed()
    {
        const int Lives = 3;
        const int Each = 8;
        for (var life = 0; life < Lives; life++)
        {
            await using var host = await StartAsync();
            for (var question = 1; question <= Each; question++)
                _slack.Sockets.Send(Question((life * Each) + question));

            // The kill comes while some are read, some stored, some acknowledged and some answered.
            var deliveries = _slack.Sockets.Deliveries;
            await Task.WhenAny(deliveries.TakeLast(Each - life).Select(delivery => delivery.Acknowledgement)).SoonAsync();
        }

        await using var last = await StartAsync();
        await Task.WhenAll(_slack.Sockets.Deliveries.Select(delivery => delivery.Acknowledgement)).SoonAsync();
        for (var question = 1; question <= Lives * Each; question++)
            await AssertAnsweredOnceAsync(question);
        Assert.Equal(Lives * Each, await RunsAsync(last));
    }

    [Fact]
    public async Task Should_say_that_socket_mode_is_off_and_answer_after_a_restart_of_the_connections()
    {
        await using var host = await StartAsync("--mode", "slack");
        await UntilConnectedAsync(host, true);
        _slack.Sockets.TurnAway = "link_disabled";
        foreach (var connection in _slack.Sockets.Open)
        {
            await connection.DisconnectAsync("link_disabled");
            await connection.CloseAsync();
        }

        await UntilConnectedAsync(host, false);
        var delivery = _slack.Sockets.Send(Question(1));
        Assert.Contains("Socket Mode is switched off", (await host.GetAsync("/slack/status")).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("error", (await host.GetAsync("/health")).GetProperty("components").GetProperty("slack").GetString());

        _slack.Sockets.TurnAway = null;
        using var restarted = await host.Http.PostAsJsonAsync("/slack/restart", new { }, Token);
        Assert.Equal(200, (int)restarted.StatusCode);
        await UntilConnectedAsync(host, true);
        await delivery.Acknowledgement.SoonAsync();
        await AssertAnsweredOnceAsync(1);
        Assert.Equal("connected", (await host.GetAsync("/health")).GetProperty("components").GetProperty("slack").GetString());
    }

    [Fact]
    public async Task Should_close_its_connections_in_peace_when_it_is_asked_to_stop()
    {
        NeedsUnix();
        await using var host = await StartAsync();
        var connection = await _slack.Sockets.ConnectionAsync(1, Token).SoonAsync();
        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitAsync());
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, await connection.Ended.SoonAsync());
    }

    private static string ChannelOf(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number:000}");

    private static string TsOf(int number) => string.Create(CultureInfo.InvariantCulture, $"17900000{number:00}.000100");

    private static byte[] Question(int number) => SlackPayloads.AppMention(new SlackMessageEvent("How is Berlin?", TsOf(number)) { Channel = ChannelOf(number) });

    private Task<HostProcess> StartAsync(params string[] options) => HostProcess.StartAsync(Data, new Dictionary<string, string>
    {
        ["ANTHROPIC_API_KEY"] = "test-key",
        ["ANTHROPIC_BASE_URL"] = _model.AnthropicUrl.ToString(),
        ["SLACK_BOT_TOKEN"] = "xoxb-test",
        ["SLACK_APP_TOKEN"] = "xapp-test",
        ["SLACK_API_URL"] = _slack.Url,
    }, null, options);

    private async Task AssertAnsweredOnceAsync(int number)
    {
        bool IsAnswer(SlackStubPost post) => post.Channel == ChannelOf(number) && post.Shown == "Sunny.";
        await Task.WhenAny(_slack.WaitForPostAsync(IsAnswer, Token), _slack.WaitForUpdateAsync(IsAnswer, Token)).SoonAsync();
        Assert.Equal("Sunny.", Assert.Single(_slack.Thread(ChannelOf(number), TsOf(number))).Shown);
    }

    private static async Task<int> RunsAsync(HostProcess host) => (await host.GetAsync("/runs?limit=100")).GetProperty("runs").GetArrayLength();

    private static async Task UntilAsync(HostProcess host, Func<int, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Soon.Limit);
        while (!wanted(await RunsAsync(host)))
            limit.Token.ThrowIfCancellationRequested();
    }

    private static async Task UntilConnectedAsync(HostProcess host, bool isConnected)
    {
        using var limit = new CancellationTokenSource(Soon.Limit);
        while ((await host.GetAsync("/slack/status")).GetProperty("connected").GetBoolean() != isConnected)
            limit.Token.ThrowIfCancellationRequested();
    }
}
