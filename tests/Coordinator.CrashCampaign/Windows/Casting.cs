using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Windows;

/// <summary>Which question is there for which kill.</summary>
internal static class Casting
{
    /// <summary>Each purposeful window gets a question of its own that can open it; the others are asked alongside. Replies go with the question they follow.</summary>
    public static IReadOnlyList<Scene> Of(RoundPlan plan)
    {
        var roots = plan.Questions.Where(question => question.After is null).ToList();
        var targets = new Dictionary<int, Question>();
        // Windows that few questions fit choose first.
        foreach (var index in Enumerable.Range(0, plan.Kills.Count).OrderBy(index => roots.Count(Moments.For(plan.Kills[index]).Fits)))
        {
            if (roots.Find(Moments.For(plan.Kills[index]).Fits) is { } target && plan.Kills[index] != KillWindow.Random)
            {
                targets[index] = target;
                roots.Remove(target);
            }
        }

        return [.. plan.Kills.Select((window, index) => new Scene(
            window,
            targets.GetValueOrDefault(index),
            [.. roots.Where((_, root) => root * plan.Kills.Count / Math.Max(roots.Count, 1) == index)]))];
    }
}

/// <summary>A kill with what is asked before it.</summary>
/// <param name="Target">Opens the window; null if none is needed.</param>
internal sealed record Scene(KillWindow Window, Question? Target, IReadOnlyList<Question> Companions);
