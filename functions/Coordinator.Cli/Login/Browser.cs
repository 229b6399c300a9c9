using System.ComponentModel;
using System.Diagnostics;

namespace Coordinator.Cli.Login;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class Browser
{
    /// <summary>Tries to; the address is printed in any case.</summary>
    public static void Open(Uri address)
    {
        try
        {
            using var process = Process.Start(OperatingSystem.IsWindows() ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { address.AbsoluteUri }, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // There is none: the address is on the screen.
        }
    }
}
