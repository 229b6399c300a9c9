using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.Cli.Tests;

/// <summary>Answers as a test says.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>The same answer to everything.</summary>
    public static Task<OtherServer> StartAsync(int status, string type, string body) => StartAsync(context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        context.Response.Headers.Location = status is StatusCodes.Status302Found ? "http://127.0.0.1:1/" : default;
        return context.Response.WriteAsync(body);
    });

    public static async Task<OtherServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new OtherServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
