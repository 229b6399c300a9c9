using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;
using Coordinator.CrashCampaign.Windows;

namespace Coordinator.CrashCampaign.Checks;

/// <summary>Compares what stands in Slack, in the simulated tenancy's log and in the journal with what was asked.</summary>
internal sealed class RoundCheck(RoundPlan plan, RoundWorld world, RoundFigures figures)
{
    private readonly List<string> _findings = [];

    public async Task<IReadOnlyList<string>> RunAsync(HostQueries host, CancellationToken cancellationToken)
    {
        foreach (var question in plan.Questions)
        {
            CheckThread(question);
            if (await host.RunAsync(question.RunId, cancellationToken) is { } run)
                CheckRun(question, run);
            else
                Find(() => figures.Lost++, question, "has no run");
        }

        var runs = await host.RunsAsync(cancellationToken);
        foreach (var extra in runs.Keys.Except(plan.Questions.Select(question => question.RunId)))
            Find(() => figures.ExtraRuns++, null, $"nobody asked for the run {extra}");
        CheckWrites();
        return _findings;
    }

    private void CheckThread(Question question)
    {
        var thread = world.Slack.Thread(question.Message.Channel, question.Thread);
        var messages = thread.Where(post => post.RunId == question.RunId).ToList();
        if (messages.Count == 0)
            Find(() => figures.Lost++, question, "has no answer in its thread");
        for (var extra = 1; extra < messages.Count; extra++)
            Find(() => figures.RepliesDoubled++, question, $"was answered again: {messages[extra].Shown}");
        if (messages.Count > 0 && SlackCalls.IsWorking(messages[0]))
            Find(() => figures.Lost++, question, "is still said to be worked on");
        else if (messages.Count > 0 && !messages[0].Shown.Contains(question.Expected, StringComparison.Ordinal))
            Find(() => figures.WrongAnswers++, question, $"was answered '{messages[0].Shown}' instead of '{question.Expected}'");
    }

    private void CheckRun(Question question, RunJournal run)
    {
        figures.Healed += run.Healed;
        if (run.DiedAnswered)
            figures.Killed(KillWindow.Answered);
        if (world.UnacknowledgedKills.TryGetValue(question, out var killedAt) && run.ReceivedAt <= killedAt)
            figures.JournaledUnacknowledged++;
        for (var step = 0; step < run.UnknownSteps; step++)
            Find(() => figures.Unknown++, question, $"has a write of unknown outcome: {run.History}");
        if (run.IsFinished && run.Status != "answered")
            Find(() => figures.Lost++, question, $"ended as {run.Status}: {run.History}");
        if (run.EndedAt - world.LastStart is var recovery && recovery > figures.LongestRecovery)
            figures.LongestRecovery = recovery;
    }

    private void CheckWrites()
    {
        var executed = world.Folder.Writes();
        var expected = plan.Questions.SelectMany(question => question.Writes.Select(write => (question, write))).ToDictionary(pair => pair.write, pair => pair.question);
        figures.WritesExecuted = executed.Count;
        figures.WritesExpected = expected.Count;
        foreach (var (write, question) in expected)
        {
            var times = executed.Count(write.Equals);
            if (times == 0)
                Find(() => figures.WritesLost++, question, $"{write} was not carried out");
            for (var extra = 1; extra < times; extra++)
                Find(() => figures.WritesDoubled++, question, $"{write} was carried out {times} times");
        }

        foreach (var write in executed.Where(write => !expected.ContainsKey(write)))
            Find(() => figures.WritesDoubled++, null, $"nobody asked for {write}");
    }

    private void Find(Action count, Question? question, string what)
    {
        count();
        _findings.Add(question is null ? what : $"{question.Name} '{question.Message.Text}' ({question.RunId}) {what}");
    }
}
