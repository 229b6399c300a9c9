using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Coordinator.TestKit.Signals;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.TestKit.Telemetry;

/// <summary>A collector that takes spans by OTLP (<c>http/protobuf</c>), and what is sent to Application Insights, on a loopback port and keeps them.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Happenings<OtlpSpan> Spans { get; } = new();

    /// <summary>Items of telemetry in the form of Application Insights.</summary>
    public Happenings<JsonElement> Tracked { get; } = new();

    public string Url => _app.Urls.Single();

    /// <summary>The variables that make a process send its spans here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
    };

    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken)
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TrackAsync(HttpContext context)
    {
        await using var unzipped = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var reader = new StreamReader(unzipped);
        var items = (await reader.ReadToEndAsync(context.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var item in items)
        {
            Tracked.Add(JsonElement.Parse(item));
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"itemsReceived":{{items.Length}},"itemsAccepted":{{items.Length}},"errors":[]}""", context.RequestAborted);
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        if (context.Request.Path.Value?.EndsWith("/track", StringComparison.Ordinal) == true)
        {
            await TrackAsync(context);
            return;
        }

        if (context.Request.Path == "/v1/traces")
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            foreach (var resource in Messages(body.ToArray(), 1))
            {
                var service = Messages(resource, 1).SelectMany(attributes => Attributes(attributes, 1)).ToDictionary()["service.name"];
                foreach (var span in Messages(resource, 2).SelectMany(scope => Messages(scope, 2)))
                {
                    Spans.Add(Read(span, service));
                }
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static OtlpSpan Read(byte[] span, string service) => new()
    {
        Service = service,
        TraceId = Convert.ToHexStringLower(Messages(span, 1).Single()),
        SpanId = Convert.ToHexStringLower(Messages(span, 2).Single()),
        ParentId = Convert.ToHexStringLower(Messages(span, 4).SingleOrDefault() ?? []),
        Name = Encoding.UTF8.GetString(Messages(span, 5).Single()),
        // Who adds to a span that somebody else began may give a name again.
        Attributes = Attributes(span, 9).GroupBy(pair => pair.Key).ToDictionary(same => same.Key, same => same.Last().Value),
        Error = Messages(span, 15).SelectMany(status => Messages(status, 2)).Select(Encoding.UTF8.GetString).SingleOrDefault(),
    };

    private static IEnumerable<KeyValuePair<string, string>> Attributes(byte[] message, int field) => Messages(message, field).Select(pair =>
        KeyValuePair.Create(Encoding.UTF8.GetString(Messages(pair, 1).Single()), Value(Messages(pair, 2).SingleOrDefault() ?? [])));

    private static string Value(byte[] any)
    {
        var reader = new CodedInputStream(any);
        return WireFormat.GetTagFieldNumber(reader.ReadTag()) switch
        {
            1 => reader.ReadString(),
            2 => reader.ReadBool() ? "true" : "false",
            3 => reader.ReadInt64().ToString(CultureInfo.InvariantCulture),
            4 => reader.ReadDouble().ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
    }

    /// <summary>The fields of that number in a message of Protocol Buffers; all that is asked for here have lengths.</summary>
    private static List<byte[]> Messages(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var reader = new CodedInputStream(message);
        while (reader.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(reader.ReadBytes().ToByteArray());
            }
            else
            {
                reader.SkipLastField();
            }
        }

        return found;
    }
}

/// <summary>A span as it was received.</summary>
public sealed record OtlpSpan
{
    public required string Service { get; init; }

    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Empty: it is the first.</summary>
    public required string ParentId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Words of its status.</summary>
    public string? Error { get; init; }
}
