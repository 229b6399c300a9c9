using Coordinator.Core.Failures;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;

namespace Coordinator.Page.Tests;

public sealed class When_a_call_is_tried_again(Chromium chromium)
{
    [Fact(Timeout = 120_000)]
    public async Task Should_say_so_once_and_only_as_long_as_it_is_true()
    {
        var tools = new StagedTools();
        var first = tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);
        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");

        var second = tools.Hold(Instances.Tool);
        first.SetResult(Down("Down once."));
        var note = window.Newest.Locator(".notes li").First;
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Waiting");
        Assert.Contains("Down once.", await note.TextContentAsync(), StringComparison.Ordinal);

        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");
        var third = tools.Hold(Instances.Tool);
        second.SetResult(Down("Down twice."));
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Waiting");
        Assert.Equal(1, await window.Newest.Locator(".notes li").CountAsync());
        Assert.Contains("Down twice.", await note.TextContentAsync(), StringComparison.Ordinal);
        await window.PictureAsync("tried-again");

        third.SetResult(StagedTools.Shows(Instances.Named("web-01")));
        await window.EndedAsync();
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Done");
        Assert.Equal(0, await window.Newest.Locator(".notes li").CountAsync());
    }

    private static Failure Down(string message) => new(FailureClass.ServerError, message) { RetryAfter = TimeSpan.FromSeconds(2) };
}
