using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Coordinator.Connections.Slack.Sockets;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack.Sockets;

/// <summary>What comes over a connection, and what is sent back.</summary>
public sealed class SocketEnvelopeTests
{
    public static TheoryData<string> Odd =>
    [
        "", "{", "[]", "null", "\"text\"", "{\"type\":7}", "{}", "{\"type\":\"hello\"}", "{\"type\":\"new_control_message\"}",
        """{"type":"events_api"}""",
        """{"type":"events_api","payload":{"type":"event_callback"}}""",
        """{"type":"events_api","envelope_id":"e"}""",
        """{"type":"events_api","envelope_id":"e","payload":"text"}""",
        """{"type":"events_api","envelope_id":7,"payload":{}}""",
        """{"type":"events_api","envelope_id":"\ud800","payload":{}}""",
        """{"type":"events_api","envelope_id":"e","payload":{"type":"event_callback","event":{"type":"app_mention","channel":"\ud800"}}}""",
        $$"""{"type":"events_api","envelope_id":"e","payload":{{new string('[', 100)}}{{new string(']', 100)}}}""",
    ];

    [Fact]
    public async Task Mention_IsAcknowledgedOnceItIsDurable()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var durable = new TaskCompletionSource();
        fixture.Starter.Gate = durable.Task;

        var delivery = fixture.Slack.Send(fixture.NewMention());
        await SocketFixture.IsAsync(() => fixture.Starter.Calls == 1);
        Assert.False(delivery.IsAcknowledged);
        durable.SetResult();

        Assert.Equal($$"""{"envelope_id":"{{delivery.EnvelopeId}}"}""", await delivery.Acknowledgement.SoonAsync());
        Assert.Equal(fixture.Clock.Now, fixture.Only.LastEventAt);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Message_ThatIsOdd_StopsNothing(string message)
    {
        await using var fixture = await SocketFixture.StartAsync();
        var connection = await fixture.ServingAsync();

        await connection.SendAsync(message);
        await fixture.AssertServesAsync();

        Assert.Equal((1, true), (fixture.Dialed, connection.IsOpen));
    }

    [Fact]
    public async Task Message_ThatIsTooLargeOrOfBytes_StopsNothing()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var connection = await fixture.ServingAsync();
        var large = Encoding.UTF8.GetBytes($$"""{"type":"events_api","envelope_id":"e","payload":{"type":"{{new string('x', SocketReader.MostBytes)}}"} }""");

        await connection.SendAsync(large, WebSocketMessageType.Text, 100_000);
        await connection.SendAsync(large, WebSocketMessageType.Text, large.Length);
        await connection.SendAsync(new SocketDelivery("e", "events_api", fixture.NewMention(), acceptsAnswer: false).Envelope(), WebSocketMessageType.Binary, 1000);
        await fixture.AssertServesAsync();

        Assert.Equal((1, true), (fixture.Dialed, connection.IsOpen));
        Assert.Equal(2, fixture.Log.Lines.Count(line => line.Contains("slack_event_rejected reason=TooLarge", StringComparison.Ordinal)));
        Assert.Single(fixture.Log.Lines, line => line.Contains("slack_event_rejected reason=MediaType", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Message_InManyFrames_IsOne(int frame)
    {
        await using var fixture = await SocketFixture.StartAsync();
        var connection = await fixture.ServingAsync();
        var delivery = fixture.Slack.Send(fixture.NewMention());
        await delivery.Acknowledgement.SoonAsync();

        await connection.SendAsync(delivery.Envelope(), WebSocketMessageType.Text, frame);
        await SocketFixture.IsAsync(() => delivery.Acknowledgements == 2);

        Assert.Single(fixture.Starter.Started);
    }

    [Fact]
    public async Task Envelope_ThatComesTwice_IsAcknowledgedTwiceAndStartsOneRun()
    {
        await using var fixture = await SocketFixture.StartAsync(sockets: 2);
        await fixture.ConnectionAsync(2);
        var delivery = fixture.Slack.Send(fixture.NewMention());
        await delivery.Acknowledgement.SoonAsync();

        fixture.Slack.SendAgain(delivery);
        fixture.Slack.SendAgain(delivery);
        await SocketFixture.IsAsync(() => delivery.Acknowledgements == 3);

        Assert.Single(fixture.Starter.Started);
        Assert.Contains(fixture.Log.Lines, line => line.Contains("slack_event_again attempt=1 reason=timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Envelope_ThatCannotBeStored_IsNotAcknowledgedAndTakenTheNextTime()
    {
        await using var fixture = await SocketFixture.StartAsync();
        fixture.Starter.Broken = new IOException("disk full");
        var delivery = fixture.Slack.Send(fixture.NewMention());
        await SocketFixture.IsAsync(() => fixture.Log.Lines.Any(line => line.Contains("slack_event_not_stored", StringComparison.Ordinal)));

        fixture.Starter.Broken = null;
        await fixture.AssertServesAsync();
        Assert.False(delivery.IsAcknowledged);
        fixture.Slack.SendAgain(delivery);
        await delivery.Acknowledgement.SoonAsync();
        Assert.Equal(2, fixture.Starter.Started.Count);
    }

    [Theory]
    [InlineData("interactive", """{"type":"block_actions"}""", null)]
    [InlineData("interactive", """{"type":"view_submission"}""", null)]
    [InlineData("slash_commands", """{"command":"/costs","text":""}""", "no commands")]
    [InlineData("something_new", "{}", null)]
    public async Task Envelope_ThatIsNoneOfOurs_IsAcknowledged(string type, string payload, string? answer)
    {
        await using var fixture = await SocketFixture.StartAsync();
        var sent = await fixture.Slack.Send(Encoding.UTF8.GetBytes(payload), type, acceptsAnswer: true).Acknowledgement.SoonAsync();

        var text = JsonNode.Parse(sent)!["payload"]?["text"]?.GetValue<string>();
        Assert.Equal(answer is null, text is null);
        Assert.Contains(answer ?? "", text ?? "", StringComparison.Ordinal);
        Assert.Equal(0, fixture.Starter.Calls);
    }

    [Fact]
    public async Task Reader_WhenTheIntakeHangs_ReadsOnAndWhatIsTooMuchComesAgain()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var connection = await fixture.ServingAsync();
        var durable = new TaskCompletionSource();
        fixture.Starter.Gate = durable.Task;

        var deliveries = Enumerable.Range(0, SlackSocket.MostWaiting + 100).Select(_ => fixture.Slack.Send(fixture.NewMention())).ToList();
        await SocketFixture.IsAsync(() => fixture.Log.Lines.Any(line => line.Contains("slack_event_not_stored", StringComparison.Ordinal)));

        // It is still heard: a connection that is told to leave is replaced.
        await connection.DisconnectAsync("warning");
        await fixture.ConnectionAsync(2);
        durable.SetResult();
        await SocketFixture.IsAsync(() => deliveries.Count(delivery => delivery.IsAcknowledged) >= SlackSocket.MostWaiting);
        foreach (var delivery in deliveries.Where(delivery => !delivery.IsAcknowledged))
            fixture.Slack.SendAgain(delivery);
        await Task.WhenAll(deliveries.Select(delivery => delivery.Acknowledgement)).SoonAsync();
        Assert.Equal(deliveries.Count, fixture.Starter.Started.Count);
    }

    [Fact]
    public async Task Stop_AcknowledgesWhatIsUnderWayTakesNothingNewAndClosesInPeace()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var connection = await fixture.ServingAsync();
        var durable = new TaskCompletionSource();
        fixture.Starter.Gate = durable.Task;
        var underWay = fixture.Slack.Send(fixture.NewMention());
        await SocketFixture.IsAsync(() => fixture.Starter.Calls == 1);

        var stopped = fixture.StopAsync();
        var tooLate = fixture.Slack.Send(fixture.NewMention());
        durable.SetResult();
        await stopped.SoonAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, await connection.Ended.SoonAsync());
        await underWay.Acknowledgement.SoonAsync();
        Assert.False(tooLate.IsAcknowledged);
        Assert.Single(fixture.Starter.Started);
    }

    [Fact]
    public async Task Stop_WhenTheIntakeHangs_EndsAllTheSame()
    {
        await using var fixture = await SocketFixture.StartAsync();
        await fixture.ServingAsync();
        fixture.Starter.Gate = new TaskCompletionSource().Task;
        fixture.Slack.Send(fixture.NewMention());
        await SocketFixture.IsAsync(() => fixture.Starter.Calls == 1);

        var timers = fixture.Clock.Timers;
        var stopped = fixture.StopAsync();
        await fixture.Clock.ReachAsync(fixture.Clock.Now + SocketSlot.FinishesWithin, TestContext.Current.CancellationToken, timers);
        await stopped.SoonAsync();
    }
}
