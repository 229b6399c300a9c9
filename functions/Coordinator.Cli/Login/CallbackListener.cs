using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Cli.Login;

/// <summary>
/// Waits on this machine's 127.0.0.1 for the browser that comes back from a login. What does not belong to it (another state, another path, another program) is turned away and changes nothing.
/// </summary>
internal sealed class CallbackListener : IDisposable
{
    public const string Path = "/auth/oca";

    /// <summary>Nothing is loaded and nothing runs; of styles this one alone.</summary>
    private const string Style = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.6rem}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly HttpListener _listener;

    private CallbackListener(HttpListener listener, int port) => (_listener, Address) = (listener, new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}{Path}"));

    /// <summary>What the browser is to come back to.</summary>
    public Uri Address { get; }

    /// <param name="port">0 takes a free one.</param>
    public static CallbackListener Open(int port)
    {
        port = port == 0 ? FreePort() : port;
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException)
        {
            listener.Close();
            throw new CliException(ExitCodes.Failed, $"Port {port} of this machine is in use, and the browser is to come back to it. Is another login under way? --callback-port takes another one, which Oracle's identity service must know.");
        }

        return new CallbackListener(listener, port);
    }

    /// <param name="end">Ends the login with what came back; gives the page for the browser.</param>
    public async Task<T> WaitAsync<T>(string state, Func<Callback, Task<(CallbackPage Page, T Result)>> end, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(_listener.Abort);
        while (true)
        {
            var context = await NextAsync(cancellationToken);
            var query = context.Request.QueryString;
            if (context.Request.HttpMethod != "GET" || context.Request.Url?.AbsolutePath != Path)
            {
                await SendAsync(context, new CallbackPage(404, "Not found", "There is nothing here."));
            }
            else if (query["state"] != state || (query["code"] is null && query["error"] is null))
            {
                await SendAsync(context, new CallbackPage(400, "This is not the login that was begun", "Use the address that the command line shows."));
            }
            else
            {
                var (page, result) = await end(new Callback(state, query["code"], query["error"]));
                await SendAsync(context, page);
                return result;
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task<HttpListenerContext> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Fixed words. A browser that has gone away has nothing to do with the login.</summary>
    private static async Task SendAsync(HttpListenerContext context, CallbackPage page)
    {
        const string Head = $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><style>{Style}</style>";
        var body = Encoding.UTF8.GetBytes($"{Head}<title>{page.Title}</title><h1>{page.Title}</h1><p>{page.Text}</p></html>");
        var response = context.Response;
        try
        {
            response.StatusCode = page.Status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers["Content-Security-Policy"] = Policy;
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["Cache-Control"] = "no-store";
            response.Headers["X-Content-Type-Options"] = "nosniff";
            response.ContentLength64 = body.Length;
            await response.OutputStream.WriteAsync(body);
            response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            response.Abort();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>What the browser brought.</summary>
internal sealed record Callback(string State, string? Code, string? Error);

/// <param name="Title">Plain words: nothing that was sent.</param>
internal sealed record CallbackPage(int Status, string Title, string Text);
