using Coordinator.Core.Failures;
using Coordinator.Core.Replies;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>Brings one message into the thread: announce, look for a lost one, post or update, record its ts.</summary>
internal sealed class ReplyStep(AnswerText answers, ReplyMetrics metrics, TimeProvider time, ISlackApi? slackApi = null) : IRunStep
{
    /// <summary>Slack's and our clocks differ: a lost post is looked for from a little before it was announced.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>A host that was started without Slack keeps the answer until it is started with it.</summary>
    private static readonly TimeSpan WithoutSlackPause = TimeSpan.FromMinutes(5);

    public IReadOnlyList<Type> Actions { get; } = [typeof(PostReply)];

    public async Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        var reply = (PostReply)action;
        if (slackApi is not { } slack)
        {
            var failure = new Failure(FailureClass.Unavailable, "Slack is not configured on this host (SLACK_BOT_TOKEN).");
            return StepFailures.Record(context, reply, failure, time.GetUtcNow() + WithoutSlackPause, time.GetUtcNow());
        }

        var (post, parts) = await PrepareAsync(context, reply, cancellationToken);
        if (reply.LostSince is { } lostSince)
        {
            var found = await slack.FindPostAsync(post, lostSince - ClockSkew, cancellationToken);
            if (found is { IsSuccess: true, Value.Length: > 0 })
            {
                return await PutAsync(slack, context, reply with { KnownTs = found.Value }, post, parts, healed: true, cancellationToken);
            }

            if (!found.IsSuccess)
            {
                metrics.Unverified();
            }
        }

        return await PutAsync(slack, context, reply, post, parts, healed: false, cancellationToken);
    }

    private async Task<RunWrite> PutAsync(ISlackApi slack, StepContext context, PostReply reply, SlackPost post, int parts, bool healed, CancellationToken cancellationToken)
    {
        // Nothing to announce for an update: done twice it leaves the same message.
        if (reply.KnownTs is null)
        {
            var intent = new RunWrite(context.Request.RunId, new ReplyIntended(reply.Part, reply.Attempt) { At = time.GetUtcNow() });
            if (!await context.AppendAsync(intent, cancellationToken))
            {
                // This attempt was announced before, by a process that died or that is still at it: the next one looks for its message.
                return intent;
            }
        }

        var answer = reply.KnownTs is { } ts
            ? await slack.UpdateAsync(ts, post, cancellationToken)
            : await slack.PostAsync(post, cancellationToken);
        var now = time.GetUtcNow();
        return answer.IsSuccess
            ? new RunWrite(context.Request.RunId, Posted(reply, answer.Value) with { At = now, Healed = healed, Parts = parts })
            : StepFailures.Record(context, reply, answer.Failure, RetryBudget.Reply, now);
    }

    private static ReplyPosted Posted(PostReply reply, string ts) => new(reply.Part, ts, reply.Final)
    {
        At = default,
        Update = reply.Update == 0 ? null : reply.Update,
        Note = (reply.Body as StillWorking)?.Note,
    };

    private async Task<(SlackPost Post, int Parts)> PrepareAsync(StepContext context, PostReply reply, CancellationToken cancellationToken)
    {
        var parts = reply.Final
            ? SlackReply.Render(await answers.WriteAsync(context, reply.Body, cancellationToken))
            : [SlackReply.Working(context.Request.Text, (reply.Body as StillWorking)?.Note)];
        if (reply is { Final: true, Body: StopReport stop })
        {
            parts = SlackReply.NamePerson(parts, stop.By);
        }

        var part = parts[Math.Min(reply.Part, parts.Count - 1)];
        var target = context.Request.ReplyTo!;
        var post = new SlackPost
        {
            Channel = target.Channel,
            ThreadTs = target.ThreadTs,
            Text = part.Text,
            Blocks = part.Blocks,
            RunId = context.Request.RunId,
            Part = reply.Part,
        };
        return (post, reply.Final ? parts.Count : 0);
    }
}
