using System.Diagnostics;
using System.Text;
using Xunit;

namespace Coordinator.TestKit.Storage;

/// <summary>
/// The storage emulator, for the blobs of one test process: started with the first test that asks for it, on a free port, with nothing on the disk.
/// <c>AZURITE</c> is the path of <c>azurite/dist/src/blob/main.js</c>; without it such tests are skipped.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    public const string Variable = "AZURITE";

    /// <summary>Public: the same for every emulator there is.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Listening = "successfully listens on ";

    /// <summary>Ends with the process that started it, even if that is killed.</summary>
    private const string EndWithParent = "data:text/javascript,process.stdin.on(\"end\",()=>process.exit(0)).resume()";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);

    private readonly Lazy<Task<string>> address;
    private Process? process;

    public AzuriteServer() => address = new Lazy<Task<string>>(StartAsync);

    /// <summary>Skips the test if there is no emulator.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)), $"{Variable} is not set: npm install azurite, and set it to azurite/dist/src/blob/main.js.");
        var endpoint = await address.Value;
        return $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AccountKey};BlobEndpoint={endpoint}/devstoreaccount1;";
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(StartsWithin);
        process.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--import", EndWithParent, Environment.GetEnvironmentVariable(Variable)!,
            "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var output = new StringBuilder();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"Azurite ended: {output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await listening.Task.WaitAsync(StartsWithin);

        void Take(string? line)
        {
            lock (output)
                output.AppendLine(line);
            if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                listening.TrySetResult(line[(at + Listening.Length)..].Trim());
        }
    }
}
