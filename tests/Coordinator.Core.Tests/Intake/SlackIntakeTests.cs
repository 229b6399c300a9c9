using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Core.Tests.Intake;

public sealed class SlackIntakeTests : IDisposable
{
    private const string Thread = "slack-T0HOME-C0OPS-1780000000.000100";

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingRunStarter starter = new();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Take_WhenTheRunIsKnown_IsADuplicate()
    {
        var intake = Intake(new ThreadsOnly());

        Assert.Equal(IntakeResult.Started, await TakeAsync(intake, SlackPayload.Mention("hi")));
        Assert.Equal(IntakeResult.Duplicate, await TakeAsync(intake, SlackPayload.Message("<@U0BOT> hi")));
        Assert.Single(starter.Started);
    }

    [Fact]
    public async Task Take_OfAReply_StartsARunOnlyInAThreadOfOurs()
    {
        var memory = new ThreadsOnly();
        var intake = Intake(memory);

        Assert.Equal(IntakeResult.Ignored, await TakeAsync(intake, SlackPayload.Reply("by service")));
        memory.Threads.Add(Thread);
        Assert.Equal(IntakeResult.Started, await TakeAsync(intake, SlackPayload.Reply("by service")));
    }

    [Fact]
    public async Task Take_OfAStop_StopsTheEarlierRunsOfTheThreadOnly()
    {
        var intake = Intake(new ThreadsOnly(
            Run("1780000000.000100", Thread),
            Run("1785000000.000100", Thread),
            Run("1795000000.000100", Thread),
            Run("1780000000.000200", "slack-T0HOME-C0OPS-1780000000.000200")));

        Assert.Equal(IntakeResult.Stopped, await TakeAsync(intake, SlackPayload.Reply("stop")));

        Assert.Equal(
            [("slack-T0HOME-C0OPS-1780000000.000100", "U0ALICE"), ("slack-T0HOME-C0OPS-1785000000.000100", "U0ALICE")],
            starter.Stopped);
        Assert.Equal(0, starter.Calls);
    }

    [Fact]
    public async Task Take_OfAStopWhereNothingGoesOn_StartsNothing()
    {
        var memory = new ThreadsOnly();
        memory.Threads.Add(Thread);

        Assert.Equal(IntakeResult.Ignored, await TakeAsync(Intake(memory), SlackPayload.Reply("<@U0BOT> stop")));
        Assert.Equal(0, starter.Calls);
    }

    [Fact]
    public async Task Take_WhenItCannotBeMadeDurable_IsNotTaken()
    {
        starter.Broken = new IOException("disk full");

        var result = await TakeAsync(Intake(new ThreadsOnly()), SlackPayload.Mention("hi"));

        Assert.Equal((IntakeResult.Failed, false), (result, SlackIntake.IsTaken(result)));
    }

    [Fact]
    public void Decide_WhenAuthTestSaidWhoWeAre_UsesIt()
    {
        var intake = Intake(new ThreadsOnly(), new KnownIdentity { Current = new("T0HOME", "Home", "U0SELF", "B0SELF") });

        var decision = intake.Decide(SlackPayload.Envelope(SlackPayload.Message("<@U0SELF> hi")).Bytes(), Deciding.Now);

        Assert.Equal("hi", Assert.IsType<IntakeDecision.Start>(decision).Request.Text);
    }

    [Fact]
    public async Task Take_CountsByResultAndReason()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        var intake = Intake(new ThreadsOnly());

        await TakeAsync(intake, SlackPayload.Mention("hi"));
        await TakeAsync(intake, SlackPayload.Mention("hi"));
        await TakeAsync(intake, SlackPayload.Reply("hi"));
        await TakeAsync(intake, SlackPayload.Mention("hi").With("ts", null));

        Assert.Equal(
            [
                "coordinator.intake.events 1 result=started reason=none",
                "coordinator.intake.events 1 result=duplicate reason=none",
                "coordinator.intake.events 1 result=ignored reason=thread_not_ours",
                "coordinator.intake.events 1 result=malformed reason=none",
            ],
            counted);
    }

    private static RunRequest Run(string ts, string thread) => new()
    {
        RunId = $"slack-T0HOME-C0OPS-{ts}",
        ThreadKey = thread,
        Actor = new Actor("slack", "T0HOME", "U0ALICE"),
        Text = "show costs",
        ReceivedAt = Deciding.Now,
    };

    private static Task<IntakeResult> TakeAsync(SlackIntake intake, JsonObject slackEvent) => intake.TakeAsync(
        intake.Decide(SlackPayload.Envelope(slackEvent).Bytes(), Deciding.Now), TestContext.Current.CancellationToken);

    private SlackIntake Intake(ThreadsOnly memory, KnownIdentity? identity = null) => new(
        starter,
        memory,
        identity ?? new KnownIdentity(),
        new IntakeMetrics(services.GetRequiredService<IMeterFactory>()),
        NullLogger<SlackIntake>.Instance);
}
