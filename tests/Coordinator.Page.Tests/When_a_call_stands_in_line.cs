using System.Net.Http.Json;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;

namespace Coordinator.Page.Tests;

public sealed class When_a_call_stands_in_line(Chromium chromium)
{
    [Fact(Timeout = 120_000)]
    public async Task Should_say_where_and_then_go_on()
    {
        var tools = new StagedTools();
        var cue = tools.Hold(Instances.Tool);
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        using var http = new HttpClient { BaseAddress = host.Address };
        using var limit = await http.PutAsJsonAsync("/bulkheads/infrastructure", new { max_concurrent = 1 }, TestContext.Current.CancellationToken);
        Assert.True(limit.IsSuccessStatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message = Instances.Question, thread_id = "other" }) };
        using var first = await http.SendAsync(other, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        await window.OpenAsync(host.Address);
        await window.SendAsync(Instances.Question);
        await Window.ShowsAsync(window.Newest.Locator(".progress-text"), "1st in line for infrastructure…");
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "In line");
        await window.PictureAsync("in-line");

        cue.SetResult(StagedTools.Shows(Instances.Named("web-01")));
        await window.EndedAsync();
        await Window.ShowsAsync(window.Steps.Locator(".outcome"), "Done");
    }
}
