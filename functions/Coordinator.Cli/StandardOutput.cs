using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Coordinator.Cli;

/// <summary>
/// Standard output that notices when its reader is gone: the console's own stream swallows that, and a command that watches would go on for nobody. A file has no
/// reader, and is left to the console's stream: one of ours would keep a position of its own, and whoever writes to the file next would write over it.
/// </summary>
internal static class StandardOutput
{
    private const int Handle = 1;

    public static TextWriter Open()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        var stream = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }
}
