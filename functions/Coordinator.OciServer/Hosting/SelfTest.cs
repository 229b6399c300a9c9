using System.Diagnostics;
using System.IO.Pipelines;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.OciServer.Hosting;

/// <summary>Does what a client does first: connect, list the tools, ping; and opens the profile with its key, without asking OCI. A step that fails is named.</summary>
internal static class SelfTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(ServerOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var (toServer, toClient) = (new Pipe(), new Pipe());
        using var host = ServerHost.Over(options, toServer.Reader.AsStream(), toClient.Writer.AsStream());
        var watch = Stopwatch.StartNew();
        var step = "start";
        try
        {
            await host.StartAsync(limit.Token);
            step = "connect";
            await using var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), cancellationToken: limit.Token);
            await output.WriteLineAsync($"connect  ok    {client.ServerInfo?.Name} {client.ServerInfo?.Version}, {watch.ElapsedMilliseconds} ms");
            step = "list";
            var tools = await client.ListToolsAsync(cancellationToken: limit.Token);
            await output.WriteLineAsync($"list     ok    {tools.Count} tools, {watch.ElapsedMilliseconds} ms");
            step = "ping";
            var answer = await client.CallToolAsync("oci_ping", cancellationToken: limit.Token);
            if (answer.IsError == true) throw new McpException("oci_ping answered with an error.");
            await output.WriteLineAsync($"ping     ok    {watch.ElapsedMilliseconds} ms");
            step = "profile";
            await output.WriteLineAsync($"profile  {Profile(host.Services.GetRequiredService<Principals>())}");
            return 0;
        }
        catch (ToolException exception)
        {
            await output.WriteLineAsync($"{step,-8} failed {exception.Error.Text}");
            return 1;
        }
        catch (Exception exception) when (exception is McpException or IOException or InvalidOperationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync($"{step,-8} failed {(limit.IsCancellationRequested ? $"no answer within {Limit.TotalSeconds:0} s" : exception.Message)}");
            return 1;
        }
    }

    /// <summary>Without a configuration the tools of other APIs still work.</summary>
    private static string Profile(Principals principals)
    {
        try
        {
            var (profile, _) = principals.Of(null);
            return $"ok    {profile.Name}, {profile.Region}";
        }
        catch (ToolException exception) when (exception.Error.Code == "NoConfigFile")
        {
            return $"none  {exception.Error.Message} Tools of Oracle Cloud need one.";
        }
    }
}
