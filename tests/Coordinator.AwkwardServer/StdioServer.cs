using System.Text.Json.Nodes;

namespace Coordinator.AwkwardServer;

/// <summary>One message a line on stdin and stdout.</summary>
internal static class StdioServer
{
    public static async Task<int> RunAsync(Quirks quirks)
    {
        if (quirks.ExitAtOnce is { } code)
        {
            await Console.Error.WriteLineAsync("cannot start: no configuration");
            return code;
        }

        var protocol = new Protocol(quirks, new Client());
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        using var writing = new SemaphoreSlim(1, 1);
        await ChatAsync(quirks);
        for (var messages = 0; await input.ReadLineAsync() is { } line; messages++)
        {
            if (messages >= quirks.DeafAfter)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            }

            _ = AnswerAsync(line);
        }

        if (quirks.IgnoreEnd)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }

        // A stream that is closed in the middle of a line ends the process with an exception.
        await writing.WaitAsync();
        return 0;

        async Task AnswerAsync(string line)
        {
            await Task.Yield();
            var message = JsonNode.Parse(line)!.AsObject();
            if (message["method"]?.GetValue<string>() == "tools/call")
            {
                await ChatAsync(quirks);
            }

            await protocol.HandleAsync(message, SendAsync, DieAsync);
        }

        async Task SendAsync(JsonObject message)
        {
            await writing.WaitAsync();
            try
            {
                await output.WriteAsync(quirks.Garbage ? $"npm warn something\n{{\"not\": closed\n\n{message.ToJsonString()}\n" : $"{message.ToJsonString()}\n");
            }
            finally
            {
                writing.Release();
            }
        }
    }

    private static async Task DieAsync(int code, string lastWords)
    {
        await Console.Error.WriteLineAsync(lastWords);
        Environment.Exit(code);
    }

    private static async Task ChatAsync(Quirks quirks)
    {
        var line = new string('.', 1023);
        for (var kilobytes = 0; kilobytes < quirks.ChattyMegabytes * 1024; kilobytes++)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }
}
