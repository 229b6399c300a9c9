using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Hosting;

namespace Coordinator.OciServer;

/// <summary>The command line. Exit codes: 0 done, 1 it could not, 2 wrong usage, 3 the tools or settings are not valid.</summary>
internal sealed class OciServerCommand(Func<string, string?> variable, TextWriter output, TextWriter error)
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int NotValid = 3;

    private readonly Option<string[]> tools = new("--tools") { HelpName = "folder", Description = "Folder with files of tools (*.yaml), besides the built-in ones; may be given more than once (OCI_SERVER_TOOLS)." };

    private readonly Option<IPEndPoint?> http = new("--http") { HelpName = "port or address:port", Description = "Serve streamable HTTP at /mcp instead of stdin and stdout. A port alone is on this machine only; elsewhere OCI_SERVER_TOKEN must be set." };

    private readonly Option<string?> profile = new("--profile") { HelpName = "name", Description = "Profile of ~/.oci/config (OCI_CLI_PROFILE; default DEFAULT)." };

    private readonly Option<bool> test = new("--test") { Description = "Start, connect as a client, list the tools, call oci_ping, open the profile with its key, and end: 0 if all of that works, 1 if not." };

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        http.CustomParser = ReadEndPoint;
        tools.DefaultValueFactory = _ => variable("OCI_SERVER_TOOLS") is { Length: > 0 } folder ? [folder] : [];
        var command = new RootCommand("MCP server for Oracle Cloud Infrastructure, and for any REST API that a file of tools describes.") { tools, http, profile, test, List(), SimulateCommand.Build(variable, output, GuardAsync) };
        command.SetAction((parsed, stopping) => GuardAsync(() => ServeAsync(parsed, stopping)));
        var parsed = command.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : code;
    }

    private Command List()
    {
        var list = new Command("tools", "Checks the files of tools, and lists the tools as Markdown.") { tools };
        list.SetAction((parsed, _) => GuardAsync(async () =>
        {
            await output.WriteAsync(ToolTable.Write(ToolFiles.Read(parsed.GetValue(tools)!, variable)));
            return 0;
        }));
        return list;
    }

    private Task<int> ServeAsync(ParseResult parsed, CancellationToken stopping)
    {
        var name = parsed.GetValue(profile);
        var options = new ServerOptions
        {
            ToolFolders = parsed.GetValue(tools)!,
            Http = parsed.GetValue(http),
            Token = variable("OCI_SERVER_TOKEN") is { Length: > 0 } token ? token : null,
            Variable = key => key == "OCI_CLI_PROFILE" && name is not null ? name : variable(key),
        };
        if (options is { Http: { } endPoint, Token: null } && !IPAddress.IsLoopback(endPoint.Address))
        {
            throw new ConfigException($"--http {endPoint} can be reached from elsewhere, so clients must show a token: set OCI_SERVER_TOKEN.");
        }

        return parsed.GetValue(test) ? SelfTest.RunAsync(options, output, stopping) : ServerHost.RunAsync(options, stopping);
    }

    /// <summary>Says what kept it from being done, in words and not as a stack trace.</summary>
    private async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (ConfigException exception)
        {
            await error.WriteLineAsync($"The settings are not valid.\n{exception.Message}");
            return NotValid;
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync($"The server did not start.\n{exception.Message}");
            return Failed;
        }
    }

    private static IPEndPoint? ReadEndPoint(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (ushort.TryParse(text, out var port)) return new IPEndPoint(IPAddress.Loopback, port);
        if (IPEndPoint.TryParse(text, out var endPoint) && text.Contains(':', StringComparison.Ordinal)) return endPoint;
        argument.AddError($"--http is '{text}': it must be a port, or an address with a port such as 0.0.0.0:9000.");
        return null;
    }
}
