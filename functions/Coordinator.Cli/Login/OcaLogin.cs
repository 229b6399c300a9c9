using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Cli.Login;

/// <summary>
/// A login to Oracle Code Assist in the browser of this machine. The coordinator makes state and verifier, and gets the token; what passes through here is a code that nobody else can use.
/// </summary>
internal static class OcaLogin
{
    /// <summary>As long as the coordinator keeps it.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>The browser comes back to this machine.</summary>
    public static async Task<JsonElement> HereAsync(Invocation invocation, string? user, int port, bool opensBrowser)
    {
        using var listener = CallbackListener.Open(port);
        var begun = await BeginAsync(invocation, user, listener.Address);
        var url = new Uri(begun.Text("url"));
        invocation.Screen.Note($"Log in at {url.AbsoluteUri}");
        if (opensBrowser)
        {
            invocation.Environment.Browse(url);
        }

        using var limit = new CancellationTokenSource(Within, invocation.Environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, invocation.Cancellation);
        try
        {
            var (status, problem) = await listener.WaitAsync(StateIn(url), callback => EndAsync(invocation, callback), either.Token);
            return problem is null ? status!.Value : throw problem;
        }
        catch (OperationCanceledException) when (!invocation.Cancellation.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.Failed, $"Nobody logged in within {Within.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes. Begin again.");
        }
    }

    /// <summary>The browser, whosever and wherever, comes back to the coordinator.</summary>
    public static Task<JsonElement> ElsewhereAsync(Invocation invocation, string? user) => BeginAsync(invocation, user, null);

    private static Task<JsonElement> BeginAsync(Invocation invocation, string? user, Uri? redirect)
    {
        var body = new JsonObject();
        if (redirect is not null)
        {
            body["redirect_uri"] = redirect.AbsoluteUri;
        }

        if (user is not null)
        {
            body["user"] = user;
        }

        return invocation.Client.PostAsync("auth/oca/login", body, invocation.Cancellation);
    }

    private static async Task<(CallbackPage Page, (JsonElement? Status, CliException? Problem) Result)> EndAsync(Invocation invocation, Callback callback)
    {
        var body = new JsonObject { ["state"] = callback.State };
        body[callback.Error is null ? "code" : "error"] = callback.Error ?? callback.Code;
        try
        {
            var status = await invocation.Client.PostAsync("auth/oca/complete", body, invocation.Cancellation);
            return (new CallbackPage(200, "You are logged in", "You can close this page and go back to the command line."), (status, null));
        }
        catch (CliException problem)
        {
            return (new CallbackPage(400, "You are not logged in", "The command line says why. You can close this page."), (null, problem));
        }
    }

    private static string StateIn(Uri url) =>
        url.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).Where(part => part is ["state", _]).Select(part => Uri.UnescapeDataString(part[1])).FirstOrDefault() ?? throw new FormatException("no state");
}
