using Coordinator.Connections.Slack.Sockets;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack.Sockets;

/// <summary>Slack will not have the connection: it is said, and tried again without end, but not in a storm.</summary>
public sealed class SocketRefusalTests
{
    private const string Open = "apps.connections.open";

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("not_allowed_token_type")]
    [InlineData("missing_scope")]
    [InlineData("account_inactive")]
    public async Task Open_WhenTheTokenIsRefused_IsSaidAndTriedOnceAMinute(string word)
    {
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Next(Open, SlackBehaviour.Refuse(word), SlackBehaviour.Refuse(word)));
        await IsAsync(fixture, SocketStatus.Refused);
        Assert.Contains(word, fixture.Only.LastError, StringComparison.Ordinal);
        Assert.Contains(fixture.Log.Lines, line => line.Contains($"slack_socket_failed connection=1 code={word}", StringComparison.Ordinal));

        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await IsAsync(fixture, SocketStatus.Refused, dialed: 2);
        await fixture.Clock.ReachAsync(fixture.Only.NextTryAt!.Value, TestContext.Current.CancellationToken);
        await fixture.ConnectionAsync(1);
        await fixture.AssertServesAsync();
    }

    [Fact]
    public async Task Open_WhenThereWereTooManyRequests_WaitsAsLongAsSlackSays()
    {
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Next(Open, SlackBehaviour.RateLimit(TimeSpan.FromSeconds(45))));
        await IsAsync(fixture, SocketStatus.Waiting);

        fixture.Clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(1, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(1);
    }

    [Fact]
    public async Task Open_WhenSlackIsAway_IsTriedEverMoreRarelyAndNeverGivenUp()
    {
        var isAway = true;
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Use(_ => isAway ? (stub.Calls.Count % 2 == 0 ? SlackBehaviour.Cut : SlackBehaviour.Answer(503)) : null));
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            await IsAsync(fixture, SocketStatus.Waiting, attempt);
            pauses.Add((fixture.Only.NextTryAt!.Value - fixture.Clock.Now).TotalSeconds);
            fixture.Clock.Advance(TimeSpan.FromSeconds(pauses[^1]) + TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(pauses[0], 0.7, 1.3);
        Assert.InRange(pauses[3], 5.9, 10.1);
        Assert.All(pauses.Skip(6), pause => Assert.InRange(pause, 22, 38));
        await IsAsync(fixture, SocketStatus.Waiting, dialed: 13);
        isAway = false;
        await fixture.Mode.RestartAsync(TestContext.Current.CancellationToken).SoonAsync();
        await fixture.AssertServesAsync();
    }

    [Fact]
    public async Task LinkDisabled_IsSaidAndNotDialedAgainForAMinute()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();

        await old.DisconnectAsync("link_disabled");
        await old.CloseAsync();
        await IsAsync(fixture, SocketStatus.Refused);

        Assert.Contains("switched off", fixture.Only.LastError, StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(2);
        await SocketFixture.IsAsync(() => fixture.Only is { State: SocketStatus.Connected, LastError: null });
    }

    [Fact]
    public async Task TooManyWebsockets_IsSaidAndTheOthersServe()
    {
        await using var fixture = await SocketFixture.StartAsync(sockets: 2, prepare: stub => stub.Sockets.Most = 1);
        await SocketFixture.IsAsync(() => fixture.Mode.Connections.Select(one => one.State).Order().SequenceEqual([SocketStatus.Connected, SocketStatus.Waiting]));
        await IsAsync(fixture, SocketStatus.Waiting, dialed: 2);
        var waiting = fixture.Mode.Connections.Single(one => one.State == SocketStatus.Waiting);
        Assert.Contains("more than 10 connections", waiting.LastError, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Slack.TurnedAway);
        await fixture.AssertServesAsync();

        fixture.Slack.Most = 10;
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await fixture.AssertServesAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await fixture.AssertServesAsync();
        Assert.Equal(2, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(21));
        await fixture.ConnectionAsync(2);
    }

    [Fact]
    public async Task TooManyWebsockets_ToAConnectionThatServes_IsNoStorm()
    {
        await using var fixture = await SocketFixture.StartAsync();
        var old = await fixture.ServingAsync();
        await old.DisconnectAsync("too_many_websockets");
        await old.CloseAsync();
        await IsAsync(fixture, SocketStatus.Waiting);
        fixture.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(2);
    }

    [Fact]
    public async Task Hello_ThatNeverComes_IsAFailure()
    {
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Sockets.IsMute = true);
        await SocketFixture.IsAsync(() => fixture.Slack.WaitingForHello == 1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10) + TimeSpan.FromMilliseconds(1));
        await IsAsync(fixture, SocketStatus.Waiting);
        Assert.Contains("did not say hello", fixture.Only.LastError, StringComparison.Ordinal);

        fixture.Slack.IsMute = false;
        await fixture.Mode.RestartAsync(TestContext.Current.CancellationToken).SoonAsync();
        await fixture.AssertServesAsync();
    }

    [Fact]
    public async Task Connection_ThatEndsAtOnce_IsNotOpenedAgainAtOnce()
    {
        await using var fixture = await SocketFixture.StartAsync();
        await (await fixture.ConnectionAsync(1)).CloseAsync();
        await IsAsync(fixture, SocketStatus.Waiting);
        Assert.Equal(1, fixture.Dialed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.ConnectionAsync(2);
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"url":"http://127.0.0.1/link"}""")]
    [InlineData("""{"ok":true,"url":"nothing"}""")]
    public async Task Open_WithoutAnAddress_IsAFailure(string answer)
    {
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Next(Open, SlackBehaviour.Answer(200, answer)));
        await IsAsync(fixture, SocketStatus.Waiting);
        Assert.Contains("no address of a socket", fixture.Only.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatIsTurnedDown_IsAFailureThatDoesNotShowItsTicket()
    {
        await using var fixture = await SocketFixture.StartAsync(prepare: stub => stub.Next(Open, SlackBehaviour.Answer(200, $$"""{"ok":true,"url":"{{stub.Url.Replace("http", "ws", StringComparison.Ordinal)}}?ticket=not-so-secret"}""")));
        await IsAsync(fixture, SocketStatus.Waiting);
        Assert.Contains("HTTP 408", fixture.Only.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Log.Lines, line => line.Contains("not-so-secret", StringComparison.Ordinal) || line.Contains(SocketFixture.AppToken, StringComparison.Ordinal));
    }

    /// <summary>It is so, and waits for its next attempt.</summary>
    private static async Task IsAsync(SocketFixture fixture, string state, int dialed = 1)
    {
        await SocketFixture.IsAsync(() => fixture.Dialed == dialed && fixture.Mode.Connections.Any(one => one.State == state));
        await fixture.Clock.WaitForTimerAsync(fixture.Mode.Connections.Single(one => one.State == state).NextTryAt!.Value, TestContext.Current.CancellationToken);
    }
}
