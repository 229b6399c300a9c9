using Coordinator.Page.Tests.Browsing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]
// One browser and a host at a time: the tests look at what is going on, and a busy machine would show it late.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Coordinator.Page.Tests.Browsing;

/// <summary>The Chromium of this machine, started once. Without one every test that needs it is skipped and says so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float PatienceMilliseconds = 20_000;

    private static readonly string[] UsualPlaces =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("COORDINATOR_CHROMIUM") is { Length: > 0 } named ? [named] : UsualPlaces).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync().WaitAsync(TimeSpan.FromMinutes(1));
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"], Timeout = 60_000 });
    }

    /// <summary>A window of its own; what it waits for must come within 20 s.</summary>
    internal async Task<Window> OpenAsync(Look look)
    {
        Assert.SkipWhen(_browser is null, "Chromium was not found: install it or set COORDINATOR_CHROMIUM to its path.");
        var context = await _browser!.NewContextAsync(look.ToOptions());
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new Window(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
