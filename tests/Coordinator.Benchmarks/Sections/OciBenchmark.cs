using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordinator.Benchmarks.Stubs;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Hosting;
using Coordinator.OciServer.Signing;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.Benchmarks.Sections;

/// <summary>What oci-unified adds to a request, what a long list costs, and how soon it has started.</summary>
internal sealed class OciBenchmark : IBenchmark
{
    private const double OverheadTarget = 0.3;
    private const double MemoryTarget = 150;
    private const double StartTarget = 800;
    private const int ListItems = 10_000;

    public string Name => "oci";

    public string Title => "oci-unified";

    public string Method =>
        "A tool from a file, in this process, over a transport that answers at once with 25 items: from the arguments to the structured answer. The baseline is the same request by HttpClient, its answer parsed. The signature of OCI is measured apart from it, beside the RSA operation in it. The list of 10,000 items comes in pages of 1,000 from an API on this machine to the executable over stdio; its memory is the most its process ever had. Start: from the start of the process to the answer to `tools/list`.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var (bare, engine) = await OverheadAsync(workspace, cancellationToken);
        var (rsa, signature) = Signatures(workspace);
        var (memory, took) = await ListAsync(workspace, cancellationToken);
        var start = await StartAsync(workspace, cancellationToken);
        var added = engine.P50 - bare.P50;
        return
        [
            new Figure(Title, "Baseline: HttpClient, p50", Figure.Milliseconds(bare.P50)),
            Figure.OfTime(Title, $"A tool from a file, p50 of {engine.Count}", engine.P50, bare.P50, "HttpClient"),
            new Figure(Title, "Added by the engine, p50", Figure.Milliseconds(added)).Against($"<= {OverheadTarget} ms", added <= OverheadTarget),
            Figure.OfTime(Title, "OCI's signature, p50", signature.P50, rsa.P50, "RSA-2048 alone"),
            new Figure(Title, $"A list of {Figure.Count(ListItems)} items: memory of the server", $"{memory:0} MB").Against($"<= {MemoryTarget} MB", memory <= MemoryTarget),
            new Figure(Title, "The same: time", Figure.Milliseconds(took)),
            new Figure(Title, "Start to `tools/list`, p50", Figure.Milliseconds(start.P50)).Against($"<= {StartTarget} ms", start.P50 <= StartTarget),
        ];
    }

    private static async Task<(Samples Bare, Samples Engine)> OverheadAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var folder = workspace.NewFolder("oci");
        await File.WriteAllTextAsync(Path.Combine(folder, "things.yaml"), ThingsApi.Definition("https://things.example.com"), cancellationToken);
        using var handler = new Instantly(ThingsApi.Page(0, 25, 25).Body);
        using var http = new HttpClient(handler, disposeHandler: false);
        await using var services = new ServiceCollection().AddLogging().AddSingleton<HttpMessageHandler>(handler).AddOciTools(new ServerOptions { ToolFolders = [folder], Variable = _ => null }).BuildServiceProvider();
        var tool = services.GetServices<McpServerTool>().OfType<DefinedTool>().Single(tool => tool.Definition.Name == ThingsApi.Tool);
        var call = new CallToolRequestParams { Name = ThingsApi.Tool, Arguments = new Dictionary<string, JsonElement> { ["kind"] = JsonElement.Parse("\"a\"") } };
        var (bare, engine) = (new Samples(), new Samples());
        var calls = workspace.IsQuick ? 500 : 5_000;
        for (var i = -200; i < calls; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            using (var response = await http.GetAsync(new Uri("https://things.example.com/things?kind=a&limit=26"), cancellationToken))
                using (JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)))
                    if (i >= 0) bare.AddSince(start);
            start = TimeProvider.System.GetTimestamp();
            var (answer, error) = await tool.AnswerAsync(call, cancellationToken);
            if (i >= 0) engine.AddSince(start);
            if (error is not null || JsonElement.Parse(answer.Span).GetProperty("count").GetInt32() != 25) throw new InvalidOperationException($"The tool did not answer: {error?.Text}");
        }

        return (bare, engine);
    }

    private static (Samples Rsa, Samples Signature) Signatures(Workspace workspace)
    {
        using var key = RSA.Create(2048);
        var principal = new ApiKeyPrincipal(new OciProfile("DEFAULT", "ocid1.tenancy.oc1..a", "eu-frankfurt-1", "") { User = "ocid1.user.oc1..a", Fingerprint = "aa" }, key);
        var text = Encoding.ASCII.GetBytes(new string('x', 200));
        var (rsa, signature) = (new Samples(), new Samples());
        for (var i = -20; i < (workspace.IsQuick ? 50 : 500); i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            _ = principal.Sign(text);
            if (i >= 0) rsa.AddSince(start);
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://iaas.eu-frankfurt-1.oraclecloud.com/20160918/instances?compartmentId=ocid1.compartment.oc1..a&limit=1000");
            start = TimeProvider.System.GetTimestamp();
            RequestSignature.Sign(request, [], principal, TimeProvider.System.GetUtcNow());
            if (i >= 0) signature.AddSince(start);
        }

        return (rsa, signature);
    }

    private static async Task<(double Megabytes, double Milliseconds)> ListAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var api = await ThingsApi.StartAsync(ListItems);
        var folder = workspace.NewFolder("oci");
        await File.WriteAllTextAsync(Path.Combine(folder, "things.yaml"), ThingsApi.Definition(api.Url), cancellationToken);
        using var process = Start(workspace, "--tools", folder);
        await using var client = await ConnectAsync(process, cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        var answer = await client.CallToolAsync(ThingsApi.Tool, new Dictionary<string, object?> { ["kind"] = "a", ["limit"] = ListItems }, cancellationToken: cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        if (answer.StructuredContent?.GetProperty("count").GetInt32() != ListItems) throw new InvalidOperationException("The list is not whole.");
        process.Refresh();
        return (process.PeakWorkingSet64 / 1024d / 1024d, took);
    }

    private static async Task<Samples> StartAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var samples = new Samples();
        for (var i = 0; i < (workspace.IsQuick ? 3 : 15); i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var process = Start(workspace);
            await using var client = await ConnectAsync(process, cancellationToken);
            _ = await client.ListToolsAsync(cancellationToken: cancellationToken);
            samples.AddSince(start);
        }

        return samples;
    }

    private static Process Start(Workspace workspace, params string[] arguments) => Process.Start(new ProcessStartInfo(workspace.OciServerExecutable, arguments)
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;

    private static Task<McpClient> ConnectAsync(Process process, CancellationToken cancellationToken)
    {
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return McpClient.CreateAsync(new StreamClientTransport(process.StandardInput.BaseStream, process.StandardOutput.BaseStream), cancellationToken: cancellationToken);
    }

    private sealed class Instantly(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
