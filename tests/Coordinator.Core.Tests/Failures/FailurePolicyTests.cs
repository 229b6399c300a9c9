using Coordinator.Core.Failures;

namespace Coordinator.Core.Tests.Failures;

public sealed class FailurePolicyTests
{
    [Theory]
    [InlineData(FailureClass.Network)]
    [InlineData(FailureClass.RateLimited)]
    [InlineData(FailureClass.Overloaded)]
    [InlineData(FailureClass.ServerError)]
    [InlineData(FailureClass.Unavailable)]
    public void RetryAfter_WhenTheCauseUsuallyPasses_GivesFiveAttempts(FailureClass failureClass)
    {
        Assert.NotNull(FailurePolicy.RetryAfter(new Failure(failureClass, "x"), 4, RetryBudget.Model, 0.5));
        Assert.Null(FailurePolicy.RetryAfter(new Failure(failureClass, "x"), 5, RetryBudget.Model, 0.5));
    }

    [Theory]
    [InlineData(FailureClass.Validation)]
    [InlineData(FailureClass.Authentication)]
    [InlineData(FailureClass.Denied)]
    [InlineData(FailureClass.NotFound)]
    [InlineData(FailureClass.Tool)]
    [InlineData(FailureClass.Cancelled)]
    [InlineData(FailureClass.Unknown)]
    [InlineData(FailureClass.OutOfTime)]
    [InlineData(FailureClass.HeldBack)]
    public void RetryAfter_WhenRepeatingCannotHelp_GivesUpAtOnce(FailureClass failureClass) =>
        Assert.Null(FailurePolicy.RetryAfter(new Failure(failureClass, "x") { RetryAfter = TimeSpan.FromSeconds(1) }, 1, RetryBudget.Model, 0.5));

    [Theory]
    [InlineData(FailureClass.Timeout)]
    [InlineData(FailureClass.Protocol)]
    public void RetryAfter_WhenRepeatingHelpsRarely_GivesTwoAttempts(FailureClass failureClass)
    {
        Assert.NotNull(FailurePolicy.RetryAfter(new Failure(failureClass, "x"), 1, RetryBudget.Model, 0.5));
        Assert.Null(FailurePolicy.RetryAfter(new Failure(failureClass, "x"), 2, RetryBudget.Model, 0.5));
    }

    /// <summary>Runbook 9.1. A reply has more: nobody waits for it in front of a screen.</summary>
    [Fact]
    public void Budgets_OfModelsAndTools_HaveAtMostFiveAttempts() =>
        Assert.All([RetryBudget.Model, RetryBudget.Tool, RetryBudget.Other], budget => Assert.InRange(Math.Max(budget.Attempts, budget.DoubtfulAttempts), 1, 5));

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void RetryAfter_WhenTheOtherSideNamesATime_HasNoJitterAndNoBackoff(int seconds) =>
        Assert.All([0, 0.5, 1], jitter => Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            FailurePolicy.RetryAfter(new Failure(FailureClass.RateLimited, "x") { RetryAfter = TimeSpan.FromSeconds(seconds) }, 4, RetryBudget.Model, jitter)));

    [Fact]
    public void RetryAfter_WhenTheOtherSideNamesATime_TakesIt() =>
        Assert.Equal(TimeSpan.FromHours(1), FailurePolicy.RetryAfter(new Failure(FailureClass.RateLimited, "x") { RetryAfter = TimeSpan.FromHours(1) }, 1, RetryBudget.Model, 0.9));

    [Fact]
    public void RetryAfter_WhenTheOtherSideNamesMoreThanADay_GivesUp() =>
        Assert.Null(FailurePolicy.RetryAfter(new Failure(FailureClass.RateLimited, "x") { RetryAfter = TimeSpan.FromHours(25) }, 1, RetryBudget.Model, 0.9));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 16)]
    public void RetryAfter_DoublesWithEachAttempt_AndSpreadsByAQuarter(int attempt, double seconds)
    {
        Assert.Equal(seconds * 0.75, FailurePolicy.RetryAfter(new Failure(FailureClass.Network, "x"), attempt, RetryBudget.Model, 0)!.Value.TotalSeconds, 3);
        Assert.Equal(seconds * 1.25, FailurePolicy.RetryAfter(new Failure(FailureClass.Network, "x"), attempt, RetryBudget.Model, 1)!.Value.TotalSeconds, 3);
    }

    [Theory]
    [InlineData(FailureClass.Timeout, "timeout")]
    [InlineData(FailureClass.OutOfTime, "timeout")]
    [InlineData(FailureClass.Overloaded, "rate_limit")]
    [InlineData(FailureClass.Authentication, "authentication")]
    [InlineData(FailureClass.Network, "llm_call")]
    public void TypeOf_NamesTheDeadLetter(FailureClass failureClass, string type) => Assert.Equal(type, FailurePolicy.TypeOf(failureClass, "llm_call"));
}
