using Coordinator.Connections.Mcp;
using Coordinator.Connections.Tests.Models;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class McpStandardErrorTests
{
    [Fact]
    public void Write_Flood_IsCutAndCounted()
    {
        var (clock, logs) = (PoolUnderTest.Clock(), new LogLines());
        var error = new McpStandardError("x", new McpSecrets(new McpServerConfig { Id = "x", Transport = "stdio" }), clock, logs);
        for (var line = 0; line < 5000; line++)
        {
            error.Write($"line {line}");
        }

        Assert.Equal(200, logs.All.Count);
        clock.Advance(TimeSpan.FromSeconds(11));
        error.Write("quiet again");

        Assert.Equal(["mcp_stderr_left_out server=x lines=4800 it writes more than is kept", "mcp_stderr server=x line=quiet again"], logs.All.Skip(200).Select(line => line.Trim()));
    }

    [Fact]
    public void Write_LongLine_IsCut()
    {
        var logs = new LogLines();

        new McpStandardError("x", new McpSecrets(new McpServerConfig { Id = "x", Transport = "stdio" }), PoolUnderTest.Clock(), logs).Write(new string('x', 1_000_000));

        Assert.InRange(logs.All[0].Length, 1000, 1040);
    }
}
