using System.Diagnostics;
using System.Text.Json;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Credentials;

public sealed class When_the_oci_configuration_is_wrong : IAsyncLifetime
{
    private readonly SimulatedOci oci = new();

    public ValueTask InitializeAsync() => oci.InitializeAsync();

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Fact]
    public async Task Should_list_the_profiles_that_there_are()
    {
        var error = await FailAsync("EMDEMOO");

        Assert.Equal((404, "UnknownProfile"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.Equal("Use one of: DEFAULT, EMDEMO", error.Text("action"));
    }

    [Fact]
    public async Task Should_tell_the_operator_if_the_servers_own_profile_is_missing()
    {
        oci.Variables["OCI_CLI_PROFILE"] = "EMDEMOO";

        var error = await oci.FailAsync("oci_get_tenancy", new { });

        Assert.Equal((401, "UnknownProfile"), (error.GetProperty("status").GetInt32(), error.Text("code")));
    }

    [Fact]
    public async Task Should_name_the_file_that_is_missing()
    {
        oci.Variables["OCI_CLI_CONFIG_FILE"] = Path.Combine(oci.Folder, "nowhere", "config");
        oci.UseTools();

        Assert.Contains(oci.Variables["OCI_CLI_CONFIG_FILE"], (await FailAsync(null)).Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fingerprint=", "#fingerprint=", "IncompleteProfile", "has no \"fingerprint\"")]
    [InlineData("tenancy=", "#tenancy=", "IncompleteProfile", "has no \"tenancy\"")]
    [InlineData("key_file=", "key_file=/nowhere", "NoKeyFile", "does not exist")]
    [InlineData("[DEFAULT]", "DEFAULT", "UnreadableConfigFile", "cannot be read")]
    [InlineData("endpoint=http://", "endpoint=http://example.com/", "InvalidProfile", "has the endpoint")]
    [InlineData("region=eu-frankfurt-1", "region=moon-1", "InvalidParameter", "There is no region \"moon-1\"")]
    public async Task Should_say_what_is_wrong_and_with_what(string line, string instead, string code, string says)
    {
        await RewriteAsync(line, instead);

        var error = await FailAsync(null);

        Assert.Equal(code, error.Text("code"));
        Assert.Contains(says, error.Text("message"), StringComparison.Ordinal);
        Assert.NotEqual("", error.Text("action"));
    }

    /// <summary>As Python's reader does, and with it the oci command.</summary>
    [Fact]
    public async Task Should_read_lines_with_a_colon()
    {
        await RewriteAsync("region=", "pass_phrase: not=needed\nregion : ");

        Assert.Equal("demo-tenancy", (await oci.AskAsync("oci_get_tenancy")).Text("name"));
    }

    [Fact]
    public async Task Should_name_a_line_that_says_nothing_and_not_what_is_in_it()
    {
        await RewriteAsync("region=", "hunter2\nregion=");

        var error = await FailAsync(null);

        Assert.Equal("UnreadableConfigFile", error.Text("code"));
        Assert.Contains("line ", error.Text("message"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_that_a_key_is_none()
    {
        await File.WriteAllTextAsync(Path.Combine(oci.Folder, "default.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", TestContext.Current.CancellationToken);
        oci.UseTools();

        Assert.Equal("UnusableKey", (await FailAsync(null)).Text("code"));
    }

    [Theory]
    [InlineData("rsa -aes128 -traditional", "Proc-Type: 4,ENCRYPTED")]
    [InlineData("pkcs8 -topk8 -v2 aes256", "BEGIN ENCRYPTED PRIVATE KEY")]
    public async Task Should_open_a_key_with_its_passphrase_only(string format, string looksLike)
    {
        var key = Path.Combine(oci.Folder, "default.pem");
        await OpenSslAsync($"{format} -in {key} -out {key}.locked -passout pass:right-one");
        File.Move($"{key}.locked", key, overwrite: true);
        Assert.Contains(looksLike, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal("NoPassphrase", (await FailAsync(null)).Text("code"));
        await RewriteAsync("[DEFAULT]", "[DEFAULT]\npass_phrase=wrong-one");
        var wrong = await FailAsync(null);
        Assert.Equal("WrongPassphrase", wrong.Text("code"));
        Assert.DoesNotContain("wrong-one", wrong.GetRawText(), StringComparison.Ordinal);
        await RewriteAsync("pass_phrase=wrong-one", "pass_phrase=right-one");
        Assert.Equal("demo-tenancy", (await oci.AskAsync("oci_get_tenancy")).Text("name"));
    }

    [Fact]
    public async Task Should_say_that_oci_refuses_the_key()
    {
        File.Copy(Path.Combine(oci.Folder, "emdemo.pem"), Path.Combine(oci.Folder, "default.pem"), overwrite: true);
        oci.UseTools();

        var error = await FailAsync(null);

        Assert.Equal((401, "NotAuthenticated", "Refresh OCI config"), (error.GetProperty("status").GetInt32(), error.Text("code"), error.Text("action")));
    }

    [Fact]
    public async Task Should_take_up_a_configuration_that_was_mended()
    {
        await RewriteAsync("user=", "#user=");
        Assert.Equal("IncompleteProfile", (await FailAsync(null)).Text("code"));

        await RewriteAsync("#user=", "user=");

        Assert.Equal("demo-tenancy", (await oci.AskAsync("oci_get_tenancy")).Text("name"));
    }

    [Fact]
    public async Task Should_list_a_profile_that_is_not_usable_with_the_reason()
    {
        await RewriteAsync("[EMDEMO]\nuser=", "[BROKEN]\nendpoint=nonsense\n\n[EMDEMO]\nuser=");

        Assert.Contains("has the endpoint nonsense", (await oci.AskAsync("oci_list_profiles")).Named("profiles", "BROKEN").Text("problem"), StringComparison.Ordinal);
    }

    private Task<JsonElement> FailAsync(string? profile) => oci.FailAsync("oci_get_tenancy", new { profile });

    /// <summary>In the first place where it stands. The file's time moves on, as it does for whoever edits it.</summary>
    private async Task RewriteAsync(string text, string instead)
    {
        var config = await File.ReadAllTextAsync(oci.ConfigFile, TestContext.Current.CancellationToken);
        var at = config.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{text}' is not in the file.");
        var time = File.GetLastWriteTimeUtc(oci.ConfigFile);
        await File.WriteAllTextAsync(oci.ConfigFile, string.Concat(config.AsSpan(0, at), instead, config.AsSpan(at + text.Length)), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(oci.ConfigFile, time.AddSeconds(1));
    }

    private static async Task OpenSslAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
    }
}
