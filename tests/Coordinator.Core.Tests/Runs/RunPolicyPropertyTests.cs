using Coordinator.Core.Runs;
using CsCheck;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunPolicyPropertyTests
{
    private static readonly Gen<(int Seed, bool Slack, bool Stops)> Stories = Gen.Select(Gen.Int[0, 1_000_000], Gen.Bool, Gen.Bool);

    [Fact]
    public void Next_WhateverHappens_EndsInFinish() =>
        Stories.Sample(drawn =>
        {
            var story = new RunStory(drawn.Seed, drawn.Slack, drawn.Stops);
            var state = story.PlayToTheEnd([]);
            Assert.IsType<RunFinished>(story.Facts[^1]);
            Assert.Single(story.Facts.OfType<RunFinished>());
            Assert.Empty(RunPolicy.Next(story.Request, state, story.Now));
        });

    [Fact]
    public void Next_WhenContinuedFromAnyPrefix_NeverAsksForAFinishedStepAgain() =>
        Gen.Select(Stories, Gen.Double[0, 1]).Sample((drawn, part) =>
        {
            var first = new RunStory(drawn.Seed, drawn.Slack, drawn.Stops);
            first.PlayToTheEnd([]);
            var prefix = first.Facts.Take((int)(part * first.Facts.Count)).ToList();
            var second = new RunStory(drawn.Seed + 1, drawn.Slack, stops: false);
            second.PlayToTheEnd(prefix);
            var finished = prefix.Where(fact => fact is ToolFinished or TurnTaken or MessageRouted or RunStarted).Select(fact => fact.Key);
            Assert.Empty(second.Executed.Intersect(finished));
            Assert.Equal(second.Facts.Count, second.Facts.Select(fact => fact.Key).Distinct().Count());
        });

    [Fact]
    public void Fold_WhenResultsOfParallelCallsChangePlaces_GivesTheSameNextActions() =>
        Gen.Select(Stories, Gen.Int[0, 1_000]).Sample((drawn, shuffle) =>
        {
            var story = new RunStory(drawn.Seed, drawn.Slack, stops: false);
            story.PlayToTheEnd([]);
            foreach (var turn in story.Facts.OfType<TurnTaken>().Where(turn => turn.Calls.Count > 1))
            {
                var begin = story.Facts.IndexOf(turn);
                var results = story.Facts.Skip(begin + 1).TakeWhile(fact => fact is ToolFinished or StepQueued or StepFailed { Step: not "post:0" }).ToList();
                var random = new Random(shuffle);
                var permuted = results.OrderBy(_ => random.Next()).ToList();
                var ordered = RunState.Fold([.. story.Facts.Take(begin + 1), .. results]);
                var shuffled = RunState.Fold([.. story.Facts.Take(begin + 1), .. permuted]);
                var now = ordered.LastFactAt.AddSeconds(1);
                Assert.Equal(RunPolicy.Next(story.Request, ordered, now), RunPolicy.Next(story.Request, shuffled, now));
                Assert.Equal(ordered.WorkedUntil(now), shuffled.WorkedUntil(now));
            }
        });
}
