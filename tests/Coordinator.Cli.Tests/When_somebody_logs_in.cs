using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Coordinator.TestKit.Identity;
using Coordinator.TestKit.Signals;

namespace Coordinator.Cli.Tests;

/// <summary>Runbook 2.3 from the command line: the browser of this machine, and whatever comes back.</summary>
public sealed class When_somebody_logs_in(RunningHost host) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>As the other tests expect it.</summary>
    public async ValueTask DisposeAsync()
    {
        host.Identity.Denies = null;
        await host.LogInAsync();
    }

    [Fact]
    public async Task Should_say_how_long_it_lasts_and_never_show_a_token()
    {
        var login = await host.RunAsync("oca", "login");
        var status = await host.RunAsync("oca", "status");
        var logout = await host.RunAsync("oca", "logout");
        var nobody = await host.RunAsync("oca", "status", "--json");

        Assert.Equal((0, 0, 0, 3), (login.ExitCode, status.ExitCode, logout.ExitCode, nobody.ExitCode));
        Assert.Equal(["Logged in", "Account", "Expires in", "Refresh expires in", "Valid", "Can refresh"], status.Lines.Select(line => line.Split("  ")[0]));
        Assert.Contains(status.Lines, line => line.StartsWith("Expires in", StringComparison.Ordinal) && (line.Contains("0:59:5", StringComparison.Ordinal) || line.EndsWith("1:00:00", StringComparison.Ordinal)));
        Assert.Equal("Logged out.", logout.Out.Trim());
        Assert.False(nobody.Json.GetProperty("logged_in").GetBoolean());
        Assert.All([login, status, logout, nobody], ran => Assert.DoesNotContain(IdentityStub.Sentinel, ran.Out + ran.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_print_the_address_and_open_nothing_if_asked_to()
    {
        var opened = new List<Uri>();
        var ran = await RunAsync(["oca", "login", "--no-browser", "--json"], opened.Add, CommandLine.Browse);

        Assert.Equal(0, ran.ExitCode);
        Assert.True(ran.Json.GetProperty("valid").GetBoolean());
        Assert.Empty(opened);
    }

    [Fact]
    public async Task Should_end_with_1_if_the_person_declines()
    {
        host.Identity.Denies = "access_denied";
        var ran = await host.RunAsync("oca", "login");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("The login was declined: Nobody is logged in by it.", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>Any page in the browser can ask a port of this machine for something.</summary>
    [Fact]
    public async Task Should_turn_away_what_is_not_its_login_and_go_on_waiting()
    {
        var answers = new List<(int Status, string Page, string Policy)>();
        var browsing = Task.CompletedTask;
        var ran = await RunAsync(["oca", "login", "--no-browser"], _ => { }, address => browsing = Task.Run(
            async () =>
            {
                using var browser = new HttpClient { Timeout = Soon.Limit };
                var callback = Uri.UnescapeDataString(address.Query.Split("redirect_uri=")[1].Split('&')[0]);
                foreach (var wrong in new[] { $"{callback}?state=<script>&code=<script>", $"{callback}?code=a", $"{new Uri(callback).GetLeftPart(UriPartial.Authority)}/other" })
                {
                    using var answer = await browser.GetAsync(wrong, Token);
                    answers.Add(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Token), PolicyOf(answer)));
                }

                using var right = await browser.GetAsync(address, Token);
                answers.Add(((int)right.StatusCode, await right.Content.ReadAsStringAsync(Token), PolicyOf(right)));
            },
            Token));

        Assert.Equal(0, ran.ExitCode);
        await browsing.SoonAsync();
        Assert.Equal([400, 400, 404], answers.Take(3).Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.DoesNotContain("script", answer.Page, StringComparison.OrdinalIgnoreCase));
        Assert.All(answers, answer => Assert.Contains($"style-src 'sha256-{DigestOfStyle(answer.Page)}'", answer.Policy, StringComparison.Ordinal));
    }

    private static string PolicyOf(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    private static string DigestOfStyle(string page) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Split("<style>")[1].Split("</style>")[0])));

    [Fact]
    public async Task Should_name_a_port_that_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var ran = await host.RunAsync("oca", "login", "--callback-port", $"{port}");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"Port {port} of this machine is in use", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_with_Ctrl_C()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var ran = await CommandLine.RunAsync(host.Variables, ["oca", "login", "--no-browser"], TimeProvider.System, _ => { }, stop.Token, noted: _ => stop.Cancel());

        Assert.Equal(130, ran.ExitCode);
    }

    [Fact]
    public async Task Should_print_an_address_for_another_browser()
    {
        var ran = await host.RunAsync("oca", "login", "--hosted");

        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith($"{host.Identity.Url}oauth2/v1/authorize?", ran.Out, StringComparison.Ordinal);
        Assert.Contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fauth%2Foca", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("70000")]
    [InlineData("-1")]
    public async Task Should_refuse_a_port_that_is_none(string port) => Assert.Equal(2, (await host.RunAsync("oca", "login", "--callback-port", port)).ExitCode);

    private Task<Ran> RunAsync(string[] args, Action<Uri> browse, Action<Uri> shown) =>
        CommandLine.RunAsync(host.Variables, args, TimeProvider.System, _ => { }, Token, browse: browse, noted: line => shown(new Uri(line.Split(' ')[^1])));
}
