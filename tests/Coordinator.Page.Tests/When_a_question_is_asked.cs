using System.Text.RegularExpressions;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

public sealed partial class When_a_question_is_asked(Chromium chromium)
{
    private const int Limit = 120_000;

    [Fact(Timeout = Limit)]
    public async Task Should_show_a_table()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync();
        await window.OpenAsync(host.Address);
        await Assertions.Expect(window.Page.Locator(".chip").First).ToBeVisibleAsync();
        await window.PictureAsync("welcome-light");

        await window.AskAsync(Instances.Question);

        await Window.ShowsAsync(window.Answer.GetByRole(AriaRole.Table), "remove-dev-server");
        await Window.ShowsAsync(window.Answer, "36 running instances");
        await Window.ShowsAsync(window.Steps.Locator(".tool"), Instances.Tool);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Done");
        await Window.ShowsAsync(window.Steps.Locator(".took"), Duration());
        await Window.ShowsAsync(window.Newest.Locator(".facts"), "Answered in");
        await window.PictureAsync("table-light");

        await window.AskAsync("show costs by service");
        await Window.ShowsAsync(window.Answer.GetByRole(AriaRole.Table), "Autonomous Database");
        await window.Steps.Locator("summary").ClickAsync();
        await Window.ShowsAsync(window.Steps.Locator(".result"), "cost_service_drilldown");
        await window.PictureAsync("costs-with-step-open");
        await window.AskAsync("why is the sky blue?");
        await Window.ShowsAsync(window.Answer, "No language model is configured here");
        await window.PictureAsync("no-model");
        Assert.Empty(window.Complaints);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_show_each_step_while_it_runs()
    {
        var tools = new StagedTools();
        var cue = tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);

        await window.SendAsync(Instances.Question);

        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");
        await Window.ShowsAsync(window.Steps.Locator(".said"), "Reading page 1 of 3");
        await Window.ShowsAsync(window.Newest.Locator(".progress-text"), $"Running {Instances.Tool}…");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop" })).ToBeVisibleAsync();
        var took = await window.Steps.Locator(".took").TextContentAsync();
        await Assertions.Expect(window.Steps.Locator(".took")).Not.ToHaveTextAsync(took!);
        await window.PictureAsync("step-running");

        cue.SetResult(StagedTools.Shows(Instances.Named("web-01")));
        await window.EndedAsync();
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Done");
        await Window.ShowsAsync(window.Answer, "1 running instance");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send" })).ToBeVisibleAsync();
        await Window.ShowsAsync(window.Page.Locator("#announcer"), "Answered. 1 running instance");
    }

    [Fact(Timeout = Limit)]
    public async Task Should_say_what_failed_in_words()
    {
        var tools = new StagedTools().WithFailure(Instances.Tool, """{"error":{"status":503,"code":"ServiceUnavailable","retryable":false,"message":"The region does not answer."}}""");
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);

        await window.AskAsync(Instances.Question);

        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Failed");
        await Window.ShowsAsync(window.Steps.Locator(".said"), new Regex("^The region does not answer\\. 503 Service unavailable\\. Next step: Wait for OCI recovery\\.$"));
        await Window.ShowsAsync(window.Answer, "I could not list the compute instances.");
        await window.PictureAsync("step-failed");
    }

    [Fact(Timeout = Limit)]
    public async Task Should_mark_steps_that_change_something()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(settings: [("ALLOW_MUTATIONS", "true")]);
        await window.OpenAsync(host.Address);
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "stop instance remove-dev-server" }).ClickAsync();
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(0);
        await Assertions.Expect(window.MessageBox).ToHaveValueAsync("stop instance remove-dev-server");

        await window.Page.Keyboard.PressAsync("Enter");
        await window.EndedAsync();

        await Window.ShowsAsync(window.Answer, "remove-dev-server was stopped: RUNNING → STOPPED");
        await Assertions.Expect(window.Steps.Nth(0).Locator(".badge")).ToBeHiddenAsync();
        await Assertions.Expect(window.Steps.Nth(1).Locator(".badge")).ToBeVisibleAsync();
        await window.PictureAsync("write");
    }

    [GeneratedRegex("^(\\d+ ms|\\d+\\.\\d s)$")]
    private static partial Regex Duration();
}
