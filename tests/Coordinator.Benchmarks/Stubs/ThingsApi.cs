using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>A REST API that lists things in pages, and the file of tools for it.</summary>
internal sealed class ThingsApi : IAsyncDisposable
{
    public const string Tool = "list_things";

    private const int PageSize = 1000;

    private readonly WebApplication _app;

    private ThingsApi(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<ThingsApi> StartAsync(int items)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapGet("/things", (HttpContext context) =>
        {
            var offset = int.Parse(context.Request.Query["page"].ToString() is { Length: > 0 } page ? page : "0", CultureInfo.InvariantCulture);
            var (body, next) = Page(offset, PageSize, items);
            if (next is not null) context.Response.Headers["x-next"] = next;
            return Results.Bytes(body, "application/json");
        });
        await app.StartAsync();
        return new ThingsApi(app);
    }

    public static (byte[] Body, string? Next) Page(int offset, int size, int items)
    {
        var count = Math.Min(size, items - offset);
        var body = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(offset, count).Select(number => new
        {
            id = $"ocid1.thing.oc1.eu-frankfurt-1.{number:D60}", displayName = $"thing-{number}", lifecycleState = "RUNNING", shapeConfig = new { ocpus = 2, memoryInGBs = 16 },
            compartmentId = $"ocid1.compartment.oc1..{number % 20:D60}", availabilityDomain = "Uocm:EU-FRANKFURT-1-AD-1", timeCreated = "2025-02-11T09:30:00.000Z", freeformTags = new { owner = "ops", purpose = "benchmark" },
        }));
        return (body, offset + count < items ? $"{offset + count}" : null);
    }

    public static string Definition(string url) => $$"""
        url: {{url}}
        authorization: {kind: none}
        domain: things
        tools:
          {{Tool}}:
            title: Things
            description: Lists things.
            parameters:
              kind: {required: true, description: "Their kind."}
              limit: {type: integer, default: 25, least: 1, most: 10000, description: "How many."}
            request:
              path: /things
              query: {kind: "{kind}"}
              paging: {next_header: x-next, page_query: page, size_query: limit, page_size: 1000}
            result:
              type: things
              list: things
              fields:
                name: displayName
                id: id
                state: lifecycleState
                ocpus: {path: shapeConfig.ocpus, type: number}
                memory_gb: {path: shapeConfig.memoryInGBs, type: number}
                compartment_id: compartmentId
                availability_domain: availabilityDomain
                time_created: timeCreated
        """;

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
