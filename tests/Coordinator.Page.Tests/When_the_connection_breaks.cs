using System.Collections.Concurrent;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Coordinator.TestKit.Models;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

public sealed class When_the_connection_breaks(Chromium chromium)
{
    private const int Limit = 180_000;

    [Fact(Timeout = Limit)]
    public async Task Should_go_on_where_it_was_on_the_next_host()
    {
        var tools = new StagedTools();
        var first = tools.Hold(Instances.Tool);
        var folder = Directory.CreateTempSubdirectory("coordinator-page-").FullName;
        await using var window = await chromium.OpenAsync(Look.Light);
        var lastEventIds = new ConcurrentQueue<string>();
        window.Page.Request += (_, request) =>
        {
            if (request.Headers.TryGetValue("last-event-id", out var id))
            {
                lastEventIds.Enqueue(id);
            }
        };
        var before = await PageHost.StartAsync(tools, folder: folder);
        await window.OpenAsync(before.Address);
        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");

        await before.StopAsync();
        await Window.ShowsAsync(window.Connection, "Connection lost. The work goes on.");
        await window.PictureAsync("connection-lost");

        first.TrySetCanceled(TestContext.Current.CancellationToken);
        await using var after = await PageHost.StartAsync(new StagedTools().With(Instances.Tool, Instances.Named("web-01")), before.Address.Port, folder);
        await window.RunAsync<object>("() => { dispatchEvent(new Event('online')); return null; }");
        await window.EndedAsync();

        await Assertions.Expect(window.Connection).ToBeHiddenAsync();
        await Window.ShowsAsync(window.Answer, "web-01");
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(1);
        await Assertions.Expect(window.Steps).ToHaveCountAsync(1);
        Assert.All(lastEventIds, id => Assert.True(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture) >= 3, id));
        Assert.NotEmpty(lastEventIds);
        await window.PictureAsync("connected-again");
        await after.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_keep_the_message_until_it_is_sent()
    {
        var tools = new StagedTools().With(Instances.Tool, Instances.Named("web-01"));
        await using var window = await chromium.OpenAsync(Look.Light);
        var before = await PageHost.StartAsync(tools);
        await window.OpenAsync(before.Address);
        var port = before.Address.Port;
        await before.DisposeAsync();

        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Connection, "The coordinator cannot be reached, so your message is not sent yet.");
        await window.PictureAsync("not-reachable");

        await using var after = await PageHost.StartAsync(tools, port);
        await window.RunAsync<object>("() => { dispatchEvent(new Event('online')); return null; }");
        await window.EndedAsync();
        await Window.ShowsAsync(window.Answer, "web-01");
    }

    [Fact(Timeout = Limit)]
    public async Task Should_go_on_after_the_page_was_loaded_again()
    {
        var tools = new StagedTools();
        var cue = tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);
        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");

        await window.Page.ReloadAsync();
        await Window.ShowsAsync(window.Newest.Locator(".question"), Instances.Question);
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Running");
        await window.PictureAsync("reloaded-while-running");
        cue.SetResult(StagedTools.Shows(Instances.Named("web-01")));

        await window.EndedAsync();
        await Window.ShowsAsync(window.Answer, "web-01");
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_show_what_was_said_before()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(new StagedTools().With(Instances.Tool, Instances.Named("web-01")));
        await window.OpenAsync(host.Address);
        await window.AskAsync(Instances.Question);
        await window.AskAsync("what can you do?");

        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(2);
        await Window.ShowsAsync(window.Exchanges.First.Locator(".answer"), "web-01");
        await Window.ShowsAsync(window.Exchanges.First.Locator(".step .outcome"), "Done");
        await Window.ShowsAsync(window.Answer, "Here is what you can ask");
        await window.PictureAsync("history");

        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New conversation" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#welcome")).ToBeVisibleAsync();
        await Assertions.Expect(window.Exchanges).ToHaveCountAsync(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_say_that_the_model_failed()
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Fails(401));
        await using var window = await chromium.OpenAsync(Look.Dark);
        await using var host = await PageHost.StartAsync(new StagedTools(), model: model);
        await window.OpenAsync(host.Address);

        await window.AskAsync("How is my cloud?");

        await Window.ShowsAsync(window.Newest.Locator(".facts .outcome"), "Not finished");
        await Window.ShowsAsync(window.Answer, "I could not finish this.");
        await window.PictureAsync("run-failed");
    }
}
