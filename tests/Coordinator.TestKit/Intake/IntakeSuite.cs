using System.Text;
using System.Text.Json;
using Coordinator.Core.Intake;
using Coordinator.TestKit.Signals;
using Xunit;

namespace Coordinator.TestKit.Intake;

/// <summary>What becomes of Slack's deliveries, whichever way they come.</summary>
public abstract class IntakeSuite
{
    private static readonly byte[] Mention = SlackPayload.Envelope(SlackPayload.Mention("list instances")).Bytes();

    public static TheoryData<string> Recorded => [.. SlackEventFixtures.Names];

    /// <summary>Signed or enveloped, whole or not: this is no event.</summary>
    public static TheoryData<string, string> NoEvents => new()
    {
        { "cut off", Encoding.UTF8.GetString(Mention[..^10]) },
        { "empty", "" },
        { "an array", "[]" },
        { "nested without end", new string('[', 400_000) + new string(']', 400_000) },
        { "without a channel", SlackPayload.Envelope(SlackPayload.Mention("hi").Without("channel")).ToJsonString() },
        { "without a type", "{}" },
    };

    protected abstract Task<IIntake> StartAsync();

    [Fact]
    public async Task Delivery_OfAMention_IsAcceptedWhenItsRunIsDurable()
    {
        await using var intake = await StartAsync();
        var durable = new TaskCompletionSource();
        intake.Starter.Gate = durable.Task;

        var accepted = intake.DeliverAsync(Mention);
        await IsAsync(() => intake.Starter.Calls == 1);
        Assert.False(accepted.IsCompleted);
        durable.SetResult();

        Assert.True(await accepted.SoonAsync());
        var request = Assert.Single(intake.Starter.Started);
        Assert.Equal(("list instances", intake.Clock.GetUtcNow()), (request.Text, request.ReceivedAt));
        Assert.Equal(["started/none"], intake.Counted);
    }

    [Fact]
    public async Task Delivery_OfTheSameEventFiftyTimesAtOnce_StartsOneRunAndAllAreAccepted()
    {
        await using var intake = await StartAsync();
        var together = new TaskCompletionSource();
        intake.Starter.Gate = together.Task;

        var accepted = Enumerable.Range(0, 50).Select(_ => intake.DeliverAsync(Mention)).ToArray();
        await IsAsync(() => intake.Starter.Calls > 4);
        together.SetResult();

        Assert.All(await Task.WhenAll(accepted).SoonAsync(), Assert.True);
        Assert.Single(intake.Starter.Started);
        Assert.Equal((1, 49), (intake.Counted.Count(counted => counted == "started/none"), intake.Counted.Count(counted => counted == "duplicate/none")));
    }

    [Fact]
    public async Task Delivery_OfBothEventsOfAMessage_StartsOneRun()
    {
        await using var intake = await StartAsync();

        Assert.True(await intake.DeliverAsync(Mention).SoonAsync());
        Assert.True(await intake.DeliverAsync(SlackPayload.Envelope(SlackPayload.Message($"<@{SlackPayload.Bot}> list instances")).Bytes()).SoonAsync());

        Assert.Single(intake.Starter.Started);
    }

    [Fact]
    public async Task Delivery_AgainAfterFiveMinutes_IsAcceptedWithoutWork()
    {
        await using var intake = await StartAsync();
        await intake.DeliverAsync(Mention).SoonAsync();
        intake.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await intake.DeliverAsync(Mention, retry: 3).SoonAsync());
        Assert.Equal(["started/none", "duplicate/none"], intake.Counted);
    }

    [Fact]
    public async Task Delivery_WhenTheRunCannotBeStored_IsRefusedAndTakenTheNextTime()
    {
        await using var intake = await StartAsync();
        intake.Starter.Broken = new IOException("No space left on device");

        Assert.False(await intake.DeliverAsync(Mention).SoonAsync());
        Assert.Contains(intake.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("slack-T0HOME-C0OPS-1790000000.000100", StringComparison.Ordinal));
        Assert.Equal(["failed/none"], intake.Counted);

        intake.Starter.Broken = null;
        Assert.True(await intake.DeliverAsync(Mention, retry: 1).SoonAsync());
        Assert.Single(intake.Starter.Started);
    }

    [Fact]
    public async Task Delivery_WhenSlackHangsUpWhileTheRunIsStored_IsStoredAllTheSame()
    {
        await using var intake = await StartAsync();
        var durable = new TaskCompletionSource();
        intake.Starter.Gate = durable.Task;

        await intake.HangUpAsync(Mention).SoonAsync();
        durable.SetResult();
        await IsAsync(() => intake.Starter.Started.Count == 1);

        Assert.True(await intake.DeliverAsync(Mention, retry: 1).SoonAsync());
        Assert.Single(intake.Starter.Started);
    }

    [Theory]
    [MemberData(nameof(NoEvents))]
    public async Task Delivery_OfWhatIsNoEvent_IsRefusedAndTheNextIsTaken(string what, string payload)
    {
        await using var intake = await StartAsync();

        Assert.False(await intake.DeliverAsync(Encoding.UTF8.GetBytes(payload)).SoonAsync(), what);
        Assert.Equal(["malformed/none"], intake.Counted);
        Assert.Equal(0, intake.Starter.Calls);
        Assert.True(await intake.DeliverAsync(Mention).SoonAsync());
    }

    [Fact]
    public async Task Delivery_OfMoreThanIsRead_IsRefusedAndTheNextIsTaken()
    {
        await using var intake = await StartAsync();

        Assert.False(await intake.DeliverAsync(Encoding.UTF8.GetBytes($$"""{"type":"{{new string('x', 2 * 1024 * 1024)}}"}""")).SoonAsync());
        Assert.Equal(["rejected/too_large"], intake.Counted);
        Assert.True(await intake.DeliverAsync(Mention).SoonAsync());
    }

    [Fact]
    public async Task Delivery_OfAMegabyte_IsRead()
    {
        await using var intake = await StartAsync();

        Assert.True(await intake.DeliverAsync(Encoding.UTF8.GetBytes($$"""{"type":"{{new string('x', (1024 * 1024) - 11)}}"}""")).SoonAsync());
        Assert.Equal(["ignored/not_an_event"], intake.Counted);
    }

    /// <summary>All that Slack was ever seen to send: the policy decides, and nothing on the way changes it.</summary>
    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Delivery_OfARecordedPayload_IsWhatThePolicySays(string name)
    {
        await using var intake = await StartAsync();
        var payload = SlackEventFixtures.Read(name);

        var accepted = await intake.DeliverAsync(payload).SoonAsync();

        var (counted, started) = Expected(payload, intake.Clock.GetUtcNow());
        Assert.Equal([counted], intake.Counted);
        Assert.Equal(started is null ? [] : [started], intake.Starter.Started.Select(request => request.RunId));
        Assert.Equal(counted is not "malformed/none", accepted);
    }

    private static (string Counted, string? Started) Expected(byte[] payload, DateTimeOffset now) =>
        !SlackEnvelopeParser.TryParse(payload, out var envelope, out _) ? ("malformed/none", null)
        : IntakePolicy.Decide(envelope, new IntakeContext(null, now, null)) switch
        {
            IntakeDecision.Start start => ("started/none", start.RunId),
            IntakeDecision.NeedsThreadLookup => ("ignored/thread_not_ours", null),
            IntakeDecision.StopThread => ("ignored/nothing_to_stop", null),
            IntakeDecision.Ignore ignore => ($"ignored/{JsonNamingPolicy.SnakeCaseLower.ConvertName(ignore.Reason.ToString())}", null),
            IntakeDecision.Challenge => ("challenged/none", null),
            _ => ("malformed/none", (string?)null),
        };

    private static async Task IsAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Soon.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
