using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Coordinator.Page.Tests.Browsing;

/// <summary>The chat page in a window, with the few things a person does there.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                _complaints.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Script errors and refusals of the content security policy.</summary>
    public IEnumerable<string> Complaints => _complaints;

    public ILocator Exchanges => Page.Locator(".exchange");

    public ILocator Newest => Exchanges.Last;

    public ILocator Steps => Newest.Locator(".step");

    public ILocator Answer => Newest.Locator(".answer");

    public ILocator MessageBox => Page.GetByLabel("Your message");

    public ILocator Connection => Newest.Locator(".connection");

    public async Task OpenAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await Assertions.Expect(Page.Locator("#status-text")).Not.ToHaveTextAsync("Checking…", Patiently);
    }

    public async Task SendAsync(string message)
    {
        await MessageBox.FillAsync(message);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Sends and waits for the end.</summary>
    public async Task AskAsync(string message)
    {
        var before = await Exchanges.CountAsync();
        await SendAsync(message);
        await Assertions.Expect(Exchanges).ToHaveCountAsync(before + 1);
        await EndedAsync();
    }

    public Task EndedAsync() => Assertions.Expect(Newest.Locator(".facts")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });

    public static Task ShowsAsync(ILocator locator, string text) => Assertions.Expect(locator).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });

    public static Task ShowsAsync(ILocator locator, Regex text) => Assertions.Expect(locator).ToHaveTextAsync(text, Patiently);

    public Task<T> RunAsync<T>(string script) => Page.EvaluateAsync<T>(script);

    /// <summary>The page itself never scrolls sideways; tables and code do, in their own frame.</summary>
    public async Task FitsAsync()
    {
        var sticksOut = await RunAsync<string[]>(
            """
            () => ['html', 'body', 'main'].every((name) => { const e = document.querySelector(name); return e.scrollWidth <= e.clientWidth; }) ? []
              : [...document.querySelectorAll('body *')].filter((e) => !e.closest('.table, .hidden') && e.getBoundingClientRect().right > innerWidth).map((e) => `${e.tagName} ${e.className || e.id}`)
            """);
        Assert.Empty(sticksOut);
    }

    public Task PictureAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Artifacts.PathOf("page", name), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private static LocatorAssertionsToHaveTextOptions Patiently => new() { Timeout = 20_000 };
}
