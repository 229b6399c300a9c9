using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>A server's standard error as log lines: no secrets, no endless lines, and no flood.</summary>
internal sealed class McpStandardError(string server, McpSecrets secrets, TimeProvider time, ILogger logger)
{
    private const int MaxLine = 1000;
    private const int LinesPerWindow = 200;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnds;
    private int _lines;
    private int _leftOut;

    public void Write(string line)
    {
        if (MayWrite())
        {
            McpLog.StandardError(logger, server, secrets.Hide(line, MaxLine));
        }
    }

    private bool MayWrite()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _windowEnds)
            {
                if (_leftOut > 0)
                {
                    McpLog.StandardErrorLeftOut(logger, server, _leftOut);
                }

                (_windowEnds, _lines, _leftOut) = (now + Window, 0, 0);
            }

            if (_lines < LinesPerWindow)
            {
                _lines++;
                return true;
            }

            _leftOut++;
            return false;
        }
    }
}
