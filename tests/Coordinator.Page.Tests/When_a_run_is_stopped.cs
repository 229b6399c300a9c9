using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

public sealed class When_a_run_is_stopped(Chromium chromium)
{
    [Fact(Timeout = 120_000)]
    public async Task Should_say_so_and_be_ready_for_the_next()
    {
        var tools = new StagedTools();
        tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);
        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");

        await window.MessageBox.FillAsync("another question");
        await window.Page.Keyboard.PressAsync("Enter");
        await Window.ShowsAsync(window.Page.Locator("#hint"), "Wait for the answer, or stop it first.");
        await window.PictureAsync("busy-hint");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop" }).ClickAsync();

        await window.EndedAsync();
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Cancelled");
        await Window.ShowsAsync(window.Answer, "Nothing had been changed.");
        await Window.ShowsAsync(window.Newest.Locator(".facts .outcome"), "Stopped");
        await Assertions.Expect(window.MessageBox).ToHaveValueAsync("another question");
        await window.PictureAsync("stopped");
    }
}
