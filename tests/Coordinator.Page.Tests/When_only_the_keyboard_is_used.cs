using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

public sealed class When_only_the_keyboard_is_used(Chromium chromium)
{
    private const int Limit = 120_000;

    [Fact(Timeout = Limit)]
    public async Task Should_ask_look_into_a_step_and_ask_again()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(new StagedTools().With(Instances.Tool, Instances.Named("web-01", "web-02")));
        await window.OpenAsync(host.Address);
        await Assertions.Expect(window.MessageBox).ToBeFocusedAsync();

        await window.Page.Keyboard.TypeAsync(Instances.Question);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.EndedAsync();
        await Assertions.Expect(window.MessageBox).ToBeFocusedAsync();

        await BackToAsync(window, ".step summary");
        Assert.NotEqual("none", await window.RunAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await window.PictureAsync("focus-on-step");
        await window.Page.Keyboard.PressAsync("Enter");
        await Window.ShowsAsync(window.Steps.Locator(".result"), "web-02");
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("arguments", await FocusedAsync(window));

        await window.MessageBox.FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(window.MessageBox).ToHaveValueAsync(Instances.Question);
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(window.MessageBox).ToHaveValueAsync("");
        await window.Page.Keyboard.TypeAsync("first line");
        await window.Page.Keyboard.PressAsync("Shift+Enter");
        await window.Page.Keyboard.TypeAsync("second line");
        await Assertions.Expect(window.MessageBox).ToHaveValueAsync("first line\nsecond line");
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_start_with_an_example_and_stop_it()
    {
        var tools = new StagedTools();
        tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);
        var example = window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = Instances.Question });
        await example.FocusAsync();
        await window.PictureAsync("focus-on-example");
        await window.Page.Keyboard.PressAsync("Enter");
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");
        await Assertions.Expect(window.MessageBox).ToBeFocusedAsync();

        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("danger", await FocusedAsync(window));
        await window.PictureAsync("focus-on-stop");
        await window.Page.Keyboard.PressAsync("Enter");

        await window.EndedAsync();
        await Window.ShowsAsync(window.Newest.Locator(".facts .outcome"), "Stopped");
        await Assertions.Expect(window.MessageBox).ToBeFocusedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Should_jump_over_everything_to_the_message_box()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(new StagedTools());
        await window.OpenAsync(host.Address);
        await window.Page.Locator(".skip").FocusAsync();
        await window.PictureAsync("focus-on-skip-link");

        await window.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(window.MessageBox).ToBeFocusedAsync();
    }

    private static Task<string> FocusedAsync(Window window) => window.RunAsync<string>("() => document.activeElement.className");

    private static async Task BackToAsync(Window window, string selector)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await window.Page.Keyboard.PressAsync("Shift+Tab");
            if (await window.RunAsync<bool>($"() => document.activeElement.matches('{selector}')"))
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached with Shift+Tab.");
    }
}
