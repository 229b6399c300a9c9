using Coordinator.Connections.Oca;
using Coordinator.Core.State;
using Coordinator.TestKit.Identity;

namespace Coordinator.Connections.Tests.Oca;

public sealed class OcaLoginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_WhenTheBrowserComesBack_IsKeptForAllInstances()
    {
        await using var setting = await Setting.StartAsync();

        var outcome = await setting.LogInAsync(setting.NewInstance());

        Assert.Equal(("ada@example.com", setting.Time.Now.AddHours(1)), (outcome.Token!.Account, outcome.Token.ExpiresAt));
        Assert.Equal("Sunny.", (await setting.NewInstance().AskAsync()).Value!.Message.Text);
        Assert.Equal([setting.Identity.AccessToken], setting.TokensSent);
        Assert.Equal(("oci-coordinator", "1"), (setting.CodeAssist.Requests[0].Headers["client"], setting.CodeAssist.Requests[0].Headers["client-version"]));
    }

    /// <summary>Defect 8 of the original: one verifier for all, so that the second login spoilt the first.</summary>
    [Fact]
    public async Task Defect8_TwoLoginsAtOnce_DoNotOverwriteEachOther()
    {
        await using var setting = await Setting.StartAsync(perUser: true);
        var instance = setting.NewInstance();
        var ada = await instance.Logins.BeginAsync("slack:T1:ADA", Setting.Loopback, isHosted: false, Token);
        var bob = await instance.Logins.BeginAsync("slack:T1:BOB", Setting.Loopback, isHosted: false, Token);
        var adaBrought = await setting.BrowseAsync(ada.Url);
        setting.Identity.Account = "bob@example.com";
        var bobBrought = await setting.BrowseAsync(bob.Url);

        var ended = await Task.WhenAll(Setting.EndAsync(instance, bobBrought), Setting.EndAsync(instance, adaBrought));

        Assert.Equal(["bob@example.com", "ada@example.com"], ended.Select(outcome => outcome.Token?.Account));
        Assert.Equal("ada@example.com", (await instance.Tokens.ReadAsync("slack:T1:ADA", Token))!.Token.Account);
        Assert.Equal("bob@example.com", (await instance.Tokens.ReadAsync("slack:T1:BOB", Token))!.Token.Account);
    }

    /// <summary>Defect 8 of the original: the state was not checked when its file was missing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("somebody-elses-state")]
    [InlineData(null)]
    public async Task Defect8_AnUnknownState_IsRefusedBeforeAnythingIsAsked(string? state)
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var brought = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);

        var outcome = await instance.Logins.CompleteAsync(state, brought["code"], null, isHosted: false, Token);

        Assert.Same(OcaLoginOutcome.Unknown, outcome);
        Assert.Empty(setting.Identity.Grants);
        Assert.NotNull((await Setting.EndAsync(instance, brought)).Token);
    }

    [Fact]
    public async Task Complete_WhenItIsUsedAlready_IsRefused()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var brought = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);

        var both = await Task.WhenAll(Setting.EndAsync(instance, brought), Setting.EndAsync(setting.NewInstance(), brought));

        Assert.Single(both, outcome => outcome.Token is not null);
        Assert.Same(OcaLoginOutcome.Unknown, await Setting.EndAsync(instance, brought));
        Assert.Single(setting.Identity.Grants);
    }

    /// <summary>A code of one login with the state of another: PKCE binds them.</summary>
    [Fact]
    public async Task Complete_WhenTheCodeIsOfAnotherLogin_IsRefused()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var first = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);
        var second = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);

        Assert.Same(OcaLoginOutcome.NotGranted, await instance.Logins.CompleteAsync(first["state"], second["code"], null, isHosted: false, Token));
        Assert.Null(await instance.Tokens.ReadAsync(OcaOptions.Shared, Token));
    }

    [Fact]
    public async Task Complete_AfterTenMinutes_IsRefused()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var brought = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);
        setting.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        Assert.Same(OcaLoginOutcome.Unknown, await Setting.EndAsync(instance, brought));
    }

    [Fact]
    public async Task Complete_WhenItWasBegunForACommandLine_IsNotTakenFromABrowser()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var brought = await setting.BrowseAsync((await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token)).Url);

        Assert.Same(OcaLoginOutcome.Unknown, await instance.Logins.CompleteAsync(brought["state"], brought["code"], null, isHosted: true, Token));
        Assert.NotNull((await Setting.EndAsync(instance, brought)).Token);
    }

    [Fact]
    public async Task Complete_WhenThePersonDeclines_LeavesTheLoginBeforeAlone()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        await setting.LogInAsync(instance);
        setting.Identity.Denies = "access_denied";

        Assert.Same(OcaLoginOutcome.Denied, await setting.LogInAsync(instance));
        Assert.True((await instance.AskAsync()).IsSuccess);
    }

    [Fact]
    public async Task Complete_WhenTheNonceIsOfAnotherLogin_IsRefused()
    {
        await using var setting = await Setting.StartAsync();
        setting.Identity.WrongNonce = "of-another";
        var instance = setting.NewInstance();

        Assert.Same(OcaLoginOutcome.NotGranted, await setting.LogInAsync(instance));
        Assert.Null(await instance.Tokens.ReadAsync(OcaOptions.Shared, Token));
    }

    [Fact]
    public async Task Complete_WhenTheIdentityServiceFails_SaysSo()
    {
        await using var setting = await Setting.StartAsync();
        setting.Identity.TokenStatus = 503;

        var outcome = await setting.LogInAsync(setting.NewInstance());

        Assert.Equal("Oracle's identity service has a fault of its own (HTTP 503).", outcome.Failure!.Message);
    }

    /// <summary>Tokens and verifiers are in no file, in no document of the state store and in no log line.</summary>
    [Fact]
    public async Task Secrets_AreNowhereToBeRead()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        var begun = await instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token);
        var state = (await setting.BrowseAsync(begun.Url))["state"];
        await foreach (var key in setting.State.ScanAsync("oci:", Token))
        {
            Assert.DoesNotContain(state, key, StringComparison.Ordinal);
            Assert.DoesNotContain("verifier", (await setting.State.ReadAsync(key, Token))!.Value, StringComparison.OrdinalIgnoreCase);
        }

        await setting.LogInAsync(instance);
        setting.Accepts();
        var said = new List<string> { $"{await instance.AskAsync()}", $"{(await instance.Tokens.ReadAsync(OcaOptions.Shared, Token))?.Token}" };
        setting.Identity.RefusesRefresh = true;
        said.Add($"{await instance.AskAsync()}");
        setting.Identity.TokenStatus = 500;
        said.Add($"{(await setting.LogInAsync(instance)).Failure}");

        var files = Directory.EnumerateFiles(setting.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.All([.. said, .. setting.Lines.All, .. files], text => Assert.DoesNotContain(IdentityStub.Sentinel, text, StringComparison.Ordinal));
        Assert.NotEmpty(setting.Lines.All);
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Login_InAFolder_IsReadableByItsOwnerOnly()
    {
        await using var setting = await Setting.StartAsync();
        using var vault = new FileSecretVault(Path.Combine(setting.Folder, "secrets"));
        setting.Vault = vault;
        await setting.LogInAsync(setting.NewInstance());

        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(setting.Folder, "secrets")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task Begin_WhenNothingCanBeKept_Fails()
    {
        await using var setting = await Setting.StartAsync();
        var instance = setting.NewInstance();
        setting.State.Broken = new StateStoreException(StateFailure.Unavailable, "Away.");

        await Assert.ThrowsAsync<StateStoreException>(() => instance.Logins.BeginAsync(OcaOptions.Shared, Setting.Loopback, isHosted: false, Token));
    }
}
