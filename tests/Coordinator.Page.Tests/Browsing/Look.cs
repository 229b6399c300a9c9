using Microsoft.Playwright;

namespace Coordinator.Page.Tests.Browsing;

/// <summary>What the page is looked at with.</summary>
internal sealed record Look(int Width, int Height, ColorScheme Scheme, bool IsPhone = false)
{
    public static readonly Look Light = new(1280, 860, ColorScheme.Light);

    public static readonly Look Dark = new(1280, 860, ColorScheme.Dark);

    public static readonly Look Phone = new(390, 780, ColorScheme.Light, IsPhone: true);

    public static readonly Look SmallPhone = new(320, 640, ColorScheme.Dark, IsPhone: true);

    public BrowserNewContextOptions ToOptions() => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        ColorScheme = Scheme,
        IsMobile = IsPhone,
        HasTouch = IsPhone,
        DeviceScaleFactor = IsPhone ? 2 : 1,
        Locale = "en-GB",
        TimezoneId = "UTC",
    };
}
