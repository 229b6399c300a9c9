using System.Text.Json;
using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;

namespace Coordinator.Page.Tests;

public sealed class When_content_is_hostile(Chromium chromium)
{
    private const string Attack = """<script>window.taken=1</script><img src=x onerror="window.taken=1"><a href="javascript:window.taken=1">here</a>""";

    [Fact(Timeout = 120_000)]
    public async Task Should_show_it_as_text()
    {
        var tools = new StagedTools().With(Instances.Tool, Instances.Named($"web-01 {Attack}", "[click](javascript:window.taken=1)", "![i](x)"));
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(tools);
        await window.OpenAsync(host.Address);

        await window.AskAsync($"what is {Attack}");
        await window.AskAsync(Instances.Question);
        await window.Steps.Locator("summary").ClickAsync();

        await Window.ShowsAsync(window.Exchanges.First.Locator(".question"), Attack);
        await Window.ShowsAsync(window.Answer, "<script>window.taken=1</script>");
        await Window.ShowsAsync(window.Steps.Locator(".result"), JsonSerializer.Serialize("x").Trim('"'));
        await IsUnharmedAsync(window);
        await window.PictureAsync("hostile");

        await window.Page.ReloadAsync();
        await Window.ShowsAsync(window.Answer, "<script>window.taken=1</script>");
        await IsUnharmedAsync(window);
        Assert.Empty(window.Complaints);
    }

    [Fact(Timeout = 120_000)]
    public async Task Should_refuse_what_the_policy_refuses()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(new StagedTools());
        await window.OpenAsync(host.Address);

        await window.RunAsync<object>("""() => { const script = document.createElement('script'); script.textContent = 'window.taken = 1'; document.body.append(script); return null; }""");

        Assert.False(await window.RunAsync<bool>("() => 'taken' in window"));
        Assert.Contains(window.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static async Task IsUnharmedAsync(Window window)
    {
        Assert.False(await window.RunAsync<bool>("() => 'taken' in window"));
        Assert.Equal(0, await window.Page.Locator("#exchanges :is(script, img, iframe, a[href^='javascript:'])").CountAsync());
    }
}
