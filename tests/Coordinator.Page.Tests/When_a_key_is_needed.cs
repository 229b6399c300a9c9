using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

public sealed class When_a_key_is_needed(Chromium chromium)
{
    private const string Key = "a-key-of-thirty-two-characters-!";

    [Fact(Timeout = 120_000)]
    public async Task Should_ask_for_it_once_and_keep_it_for_the_tab()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(
            new StagedTools().With(Instances.Tool, Instances.Named("web-01")), settings: [("COORDINATOR_ADMIN_KEY", Key)]);
        await window.OpenAsync(host.Address);
        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await window.PictureAsync("key");

        await window.Page.Keyboard.TypeAsync("a wrong one");
        await window.Page.Keyboard.PressAsync("Enter");
        await Window.ShowsAsync(dialog, "This key was not accepted");
        await window.PictureAsync("key-refused");
        await window.Page.Keyboard.TypeAsync(Key);
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await window.AskAsync(Instances.Question);
        await Window.ShowsAsync(window.Answer, "web-01");

        var details = await window.Page.RunAndWaitForPopupAsync(() => window.Newest.Locator(".json").ClickAsync());
        await Window.ShowsAsync(details.Locator("body"), "\"status\": \"answered\"");
        await details.CloseAsync();

        await window.Page.ReloadAsync();
        await Window.ShowsAsync(window.Answer, "web-01");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        Assert.DoesNotContain(Key, window.Page.Url, StringComparison.Ordinal);
    }
}
