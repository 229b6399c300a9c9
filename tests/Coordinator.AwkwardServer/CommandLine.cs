namespace Coordinator.AwkwardServer;

/// <summary><c>coordinator-awkward-server stdio|http [--quirk[=value] …]</c>. It speaks MCP without any library, so that it can break every rule.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["stdio" or "http", ..])
        {
            await Console.Error.WriteLineAsync("Usage: coordinator-awkward-server stdio|http [--quirk[=value] ...]");
            return 2;
        }

        var quirks = Quirks.Parse(args[1..]);
        if (args[0] == "stdio")
        {
            return await StdioServer.RunAsync(quirks);
        }

        await using var server = await HttpServer.StartAsync(quirks);
        Console.WriteLine(server.Url);

        // Whoever started it closes its stdin to end it.
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
