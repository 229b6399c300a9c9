using Coordinator.Core.Resilience.ModelLimits;

namespace Coordinator.Core.Tests.Resilience;

public sealed class ModelRatePolicyTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelRateOptions Sixty = new() { RequestsPerMinute = 60, TokensPerMinute = 6000 };

    [Fact]
    public void Take_WhenTheMinutesRequestsAreUsedUp_WaitsUntilOneHasFlowedIn()
    {
        var rate = new ModelRate();
        for (var request = 0; request < 60; request++)
        {
            (rate, var none) = ModelRatePolicy.Take(rate, Sixty, T0);
            Assert.Null(none);
        }

        var (unchanged, wait) = ModelRatePolicy.Take(rate, Sixty, T0);
        Assert.Equal((rate, TimeSpan.FromSeconds(1)), (unchanged, wait));
        Assert.Null(ModelRatePolicy.Take(rate, Sixty, T0.AddSeconds(1)).Wait);
    }

    [Fact]
    public void Take_WhenAnAnswerOverdrewTheTokens_WaitsUntilTheyAreBack()
    {
        var rate = ModelRatePolicy.Used(new ModelRate(), 9000, Sixty, T0);
        Assert.Equal(TimeSpan.FromSeconds(30), ModelRatePolicy.Take(rate, Sixty, T0).Wait);
        Assert.Null(ModelRatePolicy.Take(rate, Sixty, T0.AddSeconds(30)).Wait);
    }

    [Fact]
    public void Take_WhenTheProviderAskedToWait_WaitsForThat()
    {
        var rate = ModelRatePolicy.Refused(new ModelRate(), TimeSpan.FromSeconds(30), T0);
        Assert.Equal(TimeSpan.FromSeconds(20), ModelRatePolicy.Take(rate, new ModelRateOptions(), T0.AddSeconds(10)).Wait);
        Assert.Null(ModelRatePolicy.Take(rate, new ModelRateOptions(), T0.AddSeconds(30)).Wait);
        Assert.Same(rate, ModelRatePolicy.Refused(rate, TimeSpan.FromSeconds(5), T0));
    }

    /// <summary>Another instance's clock was years ahead.</summary>
    [Fact]
    public void Take_WhenThePauseIsBeyondReason_DoesNotWait()
    {
        var rate = new ModelRate { PausedUntil = T0.AddYears(3), At = T0.AddYears(3) };
        Assert.Null(ModelRatePolicy.Take(rate, Sixty, T0).Wait);
    }

    [Fact]
    public void Take_WhenNothingIsLimited_NeverWaits()
    {
        var rate = ModelRatePolicy.Used(new ModelRate(), 1_000_000, new ModelRateOptions(), T0);
        for (var request = 0; request < 1000; request++)
        {
            (rate, var wait) = ModelRatePolicy.Take(rate, new ModelRateOptions(), T0);
            Assert.Null(wait);
        }
    }
}
