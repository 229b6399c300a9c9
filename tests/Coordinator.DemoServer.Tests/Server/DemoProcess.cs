using System.Diagnostics;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tests.Server;

/// <summary>A server process in the test's own hands, so that it can be killed or watched.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly Process process;
    private DemoClient? client;

    private DemoProcess(Process process) => this.process = process;

    public static DemoProcess Start(string workingDirectory, IEnumerable<string> options, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(DemoExecutable.Command, DemoExecutable.Arguments(options))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment ?? DemoExecutable.CleanEnvironment)
            start.Environment[name] = value;
        return new DemoProcess(Process.Start(start)!);
    }

    public async Task<DemoClient> ConnectAsync(CancellationToken cancellationToken)
    {
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var transport = new StreamClientTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        return client = new DemoClient(await McpClient.CreateAsync(transport, DemoClient.Patient, cancellationToken: cancellationToken));
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
    }

    public async Task<int> CloseInputAsync(CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
        return process.ExitCode;
    }

    /// <summary>For a process that ends by itself.</summary>
    public async Task<(int ExitCode, string Output, string Error)> FinishAsync(CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        if (client is not null) await client.DisposeAsync();
        process.Dispose();
    }
}
