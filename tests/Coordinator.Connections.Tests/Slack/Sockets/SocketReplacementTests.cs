using System.Net.WebSockets;
using Coordinator.Connections.Slack.Sockets;
using Coordinator.TestKit.Network;
using Coordinator.TestKit.Signals;

namespace Coordinator.Connections.Tests.Slack.Sockets;

/// <summary>A connection ends in one of all the ways there are, and another one takes its place.</summary>
public sealed class SocketReplacementTests
{
    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("something_new")]
    [InlineData(null)]
    public async Task Disconnect_OpensTheNewOneBeforeTheOldCloses(string? reason)
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();

        await old.DisconnectAsync(reason);
        await fixture.ConnectionAsync(2);
        Assert.True(old.IsOpen);

        // What Slack had on its way over the old one is taken, too.
        var late = fixture.Slack.Send(fixture.NewMention());
        await old.SendAsync(late.Envelope());
        await late.Acknowledgement.SoonAsync();
        Assert.True(old.IsOpen);

        await fixture.Clock.ReachAsync(fixture.Clock.Now + SocketSlot.LingersFor, TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await old.Ended.SoonAsync());
        Assert.Equal((SocketStatus.Connected, 1, null), (fixture.Only.State, fixture.Only.Reconnects, fixture.Only.LastError));
        Assert.Equal((2, 2), (fixture.Dialed, fixture.Slack.MostOpen));
        await fixture.AssertServesAsync();
    }

    [Fact]
    public async Task Disconnect_WhenTheNewOneCannotBeOpened_TheOldServesOn()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();
        fixture.Stub.Next("apps.connections.open", TestKit.Slack.SlackBehaviour.Answer(503));

        await old.DisconnectAsync("warning");
        await SocketFixture.IsAsync(() => fixture.Only.LastError is not null);
        await fixture.Clock.WaitForTimerAsync(fixture.Only.NextTryAt!.Value, TestContext.Current.CancellationToken);
        Assert.Equal(SocketStatus.Connected, fixture.Only.State);
        var late = fixture.Slack.Send(fixture.NewMention());
        await old.SendAsync(late.Envelope());
        await late.Acknowledgement.SoonAsync();

        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Close_WithoutAWord_OpensAnother(bool isReset)
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();

        if (isReset)
            old.Abort();
        else
            await old.CloseAsync();

        await fixture.ConnectionAsync(2);
        await fixture.AssertServesAsync();
    }

    [Fact]
    public async Task Cut_OfAnEnvelopeBeforeItsAcknowledgement_BringsItAgainAndDoublesNothing()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();
        var durable = new TaskCompletionSource();
        fixture.Starter.Gate = durable.Task;

        var delivery = fixture.Slack.Send(fixture.NewMention());
        await SocketFixture.IsAsync(() => fixture.Starter.Calls == 1);
        old.Abort();
        await fixture.ConnectionAsync(2);
        await SocketFixture.IsAsync(() => fixture.Starter.Calls == 2);
        durable.SetResult();

        await delivery.Acknowledgement.SoonAsync();
        Assert.Single(fixture.Starter.Started);
    }

    [Fact]
    public async Task HalfOpen_IsReplacedWhenNothingWasHeardForHalfAMinute()
    {
        await using var fixture = await SocketFixture.StartAsync();
        await fixture.ServingAsync();
        await using var network = TcpProxy.To(new Uri(fixture.Stub.Url).Port);
        fixture.Slack.Port = network.Port;
        await fixture.Mode.RestartAsync(TestContext.Current.CancellationToken).SoonAsync();
        await fixture.ServingAsync(2);
        await fixture.AssertServesAsync();

        // Neither side hears of it: no packet comes any more, and none is refused.
        network.Hang();
        fixture.Slack.Port = null;
        var lost = fixture.Slack.Send(fixture.NewMention());
        fixture.Clock.Advance(SlackSocket.SilentAfter - TimeSpan.FromSeconds(1));
        Assert.Equal(2, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(3);

        fixture.Slack.SendAgain(lost);
        await lost.Acknowledgement.SoonAsync();
    }

    [Fact]
    public async Task Quiet_IsNotHalfOpen()
    {
        await using var fixture = await SocketFixture.StartAsync();
        await fixture.ServingAsync();
        for (var round = 0; round < 5; round++)
        {
            await fixture.AssertServesAsync();
            fixture.Clock.Advance(SlackSocket.SilentAfter - TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, fixture.Dialed);
    }

    [Fact]
    public async Task Restart_OpensTheNewOneBeforeTheOldCloses()
    {
        await using var fixture = await SocketFixture.StartAsync(sockets: 2);
        await fixture.ServingAsync(2);

        await fixture.Mode.RestartAsync(TestContext.Current.CancellationToken).SoonAsync();

        Assert.Equal(4, fixture.Slack.Open.Count);
        fixture.Clock.Advance(SocketSlot.LingersFor + TimeSpan.FromMilliseconds(1));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await fixture.Slack.Opened[0].Ended.SoonAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await fixture.Slack.Opened[1].Ended.SoonAsync());
        Assert.All(fixture.Mode.Connections, one => Assert.Equal((SocketStatus.Connected, 1), (one.State, one.Reconnects)));
    }

    [Fact]
    public async Task Ten_AreNeverMoreThanTenAndServeOnWhileOneIsReplaced()
    {
        await using var fixture = await SocketFixture.StartAsync(sockets: 10);
        await fixture.ServingAsync(10);
        var deliveries = Enumerable.Range(0, 100).Select(_ => fixture.Slack.Send(fixture.NewMention())).ToList();
        await Task.WhenAll(deliveries.Select(delivery => delivery.Acknowledgement)).SoonAsync();

        await fixture.Slack.Opened[3].DisconnectAsync("refresh_requested");
        await fixture.ConnectionAsync(11);
        await SocketFixture.IsAsync(() => fixture.Mode.Connections.Sum(one => one.Reconnects) == 1);
        await fixture.Mode.RestartAsync(TestContext.Current.CancellationToken).SoonAsync();

        Assert.Equal(0, fixture.Slack.TurnedAway);
        Assert.Equal(10, fixture.Slack.MostOpen);
        Assert.Equal(100, fixture.Starter.Started.Count);
        Assert.Equal(21, fixture.Slack.Opened.Count);
        await SocketFixture.IsAsync(() => fixture.Mode.Connections.All(one => one.State == SocketStatus.Connected));
    }
}
