using Coordinator.Page.Tests.Browsing;
using Coordinator.Page.Tests.Hosting;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests;

/// <summary>Light and dark, wide and narrow.</summary>
public sealed class When_it_is_looked_at(Chromium chromium)
{
    private const int Limit = 180_000;

    [Theory(Timeout = Limit)]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Should_be_readable(string scheme)
    {
        await using var window = await chromium.OpenAsync(scheme == "dark" ? Look.Dark : Look.Light);
        await using var host = await PageHost.StartAsync(
            new StagedTools()
                .With(Instances.Tool, Instances.Named("web-01", "web-02"))
                .WithFailure("oci_list_compartments", """{"error":{"message":"Not authorized."}}"""));
        await window.OpenAsync(host.Address);
        await Assertions.Expect(window.Page.Locator(".chip").First).ToBeVisibleAsync();
        Assert.Empty(await TextContrast.TooLowAsync(window));
        await window.PictureAsync($"welcome-{scheme}-plain");

        await window.AskAsync(Instances.Question);
        await window.Steps.Locator("summary").ClickAsync();
        await window.AskAsync("list compartments");
        await window.AskAsync("why is the sky blue?");
        await window.AskAsync("stop instance web-01");

        Assert.Empty(await TextContrast.TooLowAsync(window));
        var brightness = await window.RunAsync<double>("() => Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
        Assert.True(scheme == "dark" ? brightness < 60 : brightness > 200, $"{scheme} background has brightness {brightness}");
        await window.PictureAsync($"conversation-{scheme}");
    }

    [Theory(Timeout = Limit)]
    [InlineData(390)]
    [InlineData(320)]
    public async Task Should_fit_on_a_phone(int width)
    {
        var longName = string.Concat(Enumerable.Repeat("a-very-long-name-without-an-end", 6));
        await using var window = await chromium.OpenAsync(width == 390 ? Look.Phone : Look.SmallPhone);
        await using var host = await PageHost.StartAsync(new StagedTools().With(Instances.Tool, Instances.Named("web-01", "app-server-02", longName)));
        await window.OpenAsync(host.Address);
        await Assertions.Expect(window.Page.Locator(".chip").First).ToBeVisibleAsync();
        await window.FitsAsync();
        await window.PictureAsync($"welcome-phone-{width}");

        await window.AskAsync(Instances.Question);
        await window.FitsAsync();
        await window.PictureAsync($"table-phone-{width}");
        await window.Steps.Locator("summary").ClickAsync();
        await window.FitsAsync();
        await window.PictureAsync($"step-phone-{width}");
        await window.AskAsync(longName + longName);
        await window.FitsAsync();
        await window.PictureAsync($"long-word-phone-{width}");
        Assert.Empty(window.Complaints);
    }

    [Fact(Timeout = Limit)]
    public async Task Should_keep_a_very_long_table_in_its_frame()
    {
        await using var window = await chromium.OpenAsync(Look.Light);
        await using var host = await PageHost.StartAsync(new StagedTools().With(Instances.Tool, Instances.Named([.. Enumerable.Range(1, 500).Select(number => $"worker-{number:000}")])));
        await window.OpenAsync(host.Address);

        await window.AskAsync(Instances.Question);

        Assert.Equal(500, await window.Answer.Locator("tbody tr").CountAsync());
        await window.FitsAsync();
        Assert.True(await window.Answer.Locator(".table").EvaluateAsync<int>("frame => frame.clientHeight") <= 700);
        await Assertions.Expect(window.Newest.Locator(".question")).ToBeInViewportAsync();
        await window.Answer.Locator(".table").EvaluateAsync("frame => { frame.scrollTop = 5000; }");
        await Assertions.Expect(window.Answer.Locator("th").First).ToBeInViewportAsync();
        await window.PictureAsync("long-table");
    }
}
