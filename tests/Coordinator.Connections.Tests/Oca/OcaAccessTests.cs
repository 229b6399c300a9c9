using Coordinator.Connections.Oca;
using Coordinator.Connections.Tests.State;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.ModelFallback;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.Oca;

public sealed class OcaAccessTests
{
    private const string LogInAgain = "Oracle Code Assist login has expired. Next step: Log in again: `coordinator oca login`";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3600, 3419, 0)]
    [InlineData(3600, 3421, 1)]
    [InlineData(60, 29, 0)]
    [InlineData(60, 31, 1)]
    [InlineData(null, 3421, 1)]
    public async Task Token_IsRenewed180SecondsBeforeItEnds(int? lasts, int after, int refreshes)
    {
        await using var setting = await Setting.StartAsync();
        setting.Identity.ExpiresIn = lasts;
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Time.Advance(TimeSpan.FromSeconds(after));

        Assert.True((await instance.AskAsync()).IsSuccess);
        Assert.Equal(refreshes, setting.Identity.Grants.Count(grant => grant == "refresh_token"));
        Assert.Equal([setting.Identity.AccessToken], setting.TokensSent);
    }

    /// <summary>Defect 8 of the original: the token was deleted on any failure of a refresh.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Defect8_TheOldToken_SurvivesATransientError(int status)
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        var old = setting.Identity.AccessToken;
        setting.Identity.TokenStatus = status;
        setting.Time.Advance(TimeSpan.FromSeconds(3500));

        Assert.True((await instance.AskAsync()).IsSuccess);
        Assert.True((await instance.AskAsync()).IsSuccess);

        // The identity service is not asked with every question.
        Assert.Equal((2, 1), (setting.TokensSent.Count(token => token == old), setting.Identity.Grants.Count(grant => grant == "refresh_token")));
        setting.Time.Advance(TimeSpan.FromSeconds(101));
        var failure = (await instance.AskAsync()).Failure!;
        Assert.Contains("The login to Oracle Code Assist is kept, but cannot be renewed now.", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(FailureClass.Authentication, failure.Class);
        setting.Identity.TokenStatus = null;
        Assert.True((await instance.AskAsync()).IsSuccess);
    }

    [Fact]
    public async Task Token_WhileARenewalHangs_IsUsedAsLongAsItIsGood()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        var release = new TaskCompletionSource();
        setting.Identity.Holds = release.Task;
        setting.Time.Advance(TimeSpan.FromSeconds(3500));

        var asked = instance.AskAsync();
        await setting.Time.ReachAsync(setting.Time.Now + TimeSpan.FromSeconds(5), Token);

        Assert.True((await asked.SoonAsync()).IsSuccess);
        release.SetResult();

        // Joins the renewal if it still goes on.
        Assert.True((await instance.AskAsync().SoonAsync()).IsSuccess);
        Assert.Equal(2, setting.TokensSent.Distinct().Count());
    }

    [Fact]
    public async Task Refused_TheLoginEnds_WithOneClearSentence()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Identity.RefusesRefresh = true;
        setting.Time.Advance(TimeSpan.FromHours(1));

        var failure = (await instance.AskAsync()).Failure!;

        Assert.Equal((FailureClass.Authentication, FallbackPolicy.LoginNeeded, LogInAgain), (failure.Class, failure.Code, failure.Message));
        Assert.Null(await instance.Tokens.ReadAsync(OcaOptions.Shared, Token));
        Assert.Contains("Nobody is logged in", (await instance.AskAsync()).Failure!.Message, StringComparison.Ordinal);
        Assert.Single(setting.Identity.Grants, "refresh_token");
        setting.Identity.RefusesRefresh = false;
        await setting.LogInAsync(instance);
        Assert.True((await instance.AskAsync()).IsSuccess);
    }

    /// <summary>A client that is not known is a mistake of the settings; 401 without a word is the end of the login.</summary>
    [Theory]
    [InlineData(401, FallbackPolicy.LoginNeeded)]
    [InlineData(404, null)]
    public async Task Refused_OtherThanByTheBook_IsToldFromAMistakeOfOurs(int status, string? code)
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Identity.TokenStatus = status;
        setting.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(code, (await instance.AskAsync()).Failure!.Code);
        Assert.Equal(code is null, await instance.Tokens.ReadAsync(OcaOptions.Shared, Token) is not null);
    }

    [Fact]
    public async Task Refresh_AfterEightHours_IsNotTried()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Time.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));

        Assert.Equal(LogInAgain, (await instance.AskAsync()).Failure!.Message);
        Assert.DoesNotContain("refresh_token", setting.Identity.Grants);
    }

    [Fact]
    public async Task Rejected_AlthoughItShouldBeGood_IsRenewedOnceAndTheQuestionSentOnceMore()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        var old = setting.Identity.AccessToken;
        setting.Accepts("access-S3NT1NEL-2");

        Assert.True((await instance.AskAsync()).IsSuccess);
        Assert.Equal([old, setting.Identity.AccessToken], setting.TokensSent);
    }

    [Fact]
    public async Task Rejected_AlsoTheNewOne_EndsInOneSentenceAndNoLoop()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Accepts();

        Assert.Equal(LogInAgain, (await instance.AskAsync()).Failure!.Message);
        Assert.Equal((2, 1), (setting.TokensSent.Count, setting.Identity.Grants.Count(grant => grant == "refresh_token")));
    }

    /// <summary>An instance whose clock is an hour behind takes a token for good that is none any more.</summary>
    [Fact]
    public async Task Clocks_ThatDiffer_CostOneMoreTry()
    {
        await using var setting = await Setting.StartAsync();
        var ahead = setting.NewInstance();
        await setting.LogInAsync(ahead);
        var old = setting.Identity.AccessToken;
        var behind = setting.NewInstance(new FakeTimeProvider(setting.Time.Now - TimeSpan.FromHours(1)));
        setting.Time.Advance(TimeSpan.FromHours(1));
        setting.Accepts("access-S3NT1NEL-2");

        Assert.True((await behind.AskAsync()).IsSuccess);
        Assert.Equal([old, "access-S3NT1NEL-2"], setting.TokensSent);
    }

    [Fact]
    public async Task Renewal_OfTwoInstancesAtOnce_IsMadeByOneOfThem()
    {
        await using var setting = await Setting.StartAsync();
        var (first, second) = (setting.NewInstance(), setting.NewInstance());
        await setting.LogInAsync(first);
        setting.Time.Advance(TimeSpan.FromHours(1));
        var release = new TaskCompletionSource();
        setting.Identity.Holds = release.Task;
        var underWay = first.AskAsync();
        await Until.TrueAsync(() => setting.Identity.Grants.Contains("refresh_token"), "the first asks for a refresh");

        var other = second.AskAsync();
        await setting.Time.WaitForTimerAsync(setting.Time.Now + TimeSpan.FromMilliseconds(200), Token);
        release.SetResult();
        Assert.True((await underWay.SoonAsync()).IsSuccess);
        setting.Time.Advance(TimeSpan.FromMilliseconds(201));

        Assert.True((await other.SoonAsync()).IsSuccess);
        Assert.Single(setting.Identity.Grants, "refresh_token");
        Assert.Equal(["access-S3NT1NEL-2", "access-S3NT1NEL-2"], setting.TokensSent);
    }

    [Fact]
    public async Task Renewal_OfManyQuestionsAtOnce_IsOne()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Time.Advance(TimeSpan.FromHours(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => instance.AskAsync())).SoonAsync();

        Assert.All(answers, answer => Assert.True(answer.IsSuccess));
        Assert.Single(setting.Identity.Grants, "refresh_token");
    }

    /// <summary>Without the store's lease both may ask: the refresh token works once, and who comes second takes what the first was given.</summary>
    [Fact]
    public async Task Renewal_WithoutSharedState_TakesWhatTheOtherInstanceWasGiven()
    {
        await using var setting = await Setting.StartAsync();
        var (first, second) = (setting.NewInstance(), setting.NewInstance());
        await setting.LogInAsync(first);
        setting.Time.Advance(TimeSpan.FromHours(1));
        setting.State.Broken = new StateStoreException(StateFailure.Unavailable, "Away.");
        var release = new TaskCompletionSource();
        setting.Identity.Holds = release.Task;
        var both = new[] { first.AskAsync(), second.AskAsync() };
        await Until.TrueAsync(() => setting.Identity.Grants.Count(grant => grant == "refresh_token") == 2, "both ask");
        release.SetResult();

        await Until.TrueAsync(
            () =>
            {
                setting.Time.Advance(TimeSpan.FromMilliseconds(200));
                return both.All(asked => asked.IsCompleted);
            },
            "both are answered");
        Assert.All(await Task.WhenAll(both), answer => Assert.True(answer.IsSuccess, answer.Failure?.Message));
    }

    [Fact]
    public async Task PerUser_EachRunUsesItsActorsLogin()
    {
        await using var setting = await Setting.StartAsync(perUser: true);
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance, "slack:T1:ADA");
        await setting.LogInAsync(instance, "slack:T1:BOB");

        Assert.True((await instance.AskAsync("slack:T1:ADA")).IsSuccess);
        Assert.True((await instance.AskAsync("slack:T1:BOB")).IsSuccess);
        Assert.Equal(["access-S3NT1NEL-1", "access-S3NT1NEL-2"], setting.TokensSent);
        Assert.Equal("Nobody is logged in to Oracle Code Assist. Next step: Log in: `coordinator oca login --user slack:T1:EVE`", (await instance.AskAsync("slack:T1:EVE")).Failure!.Message);
    }

    [Fact]
    public async Task Keys_ThatAreLost_EndTheLogin_AndNothingElse()
    {
        await using var setting = await Setting.StartAsync();
        await setting.LogInAsync(setting.NewInstance());
        await setting.Vault.PutAsync("oca-shared", "not what was written", Token);

        Assert.Equal(FallbackPolicy.LoginNeeded, (await setting.NewInstance().AskAsync()).Failure!.Code);
        await setting.LogInAsync(setting.NewInstance());
        Assert.True((await setting.NewInstance().AskAsync()).IsSuccess);
    }
}
