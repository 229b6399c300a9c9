namespace Coordinator.Connections.Models;

/// <summary>The HTTP client under the SDKs: no retries, no redirects, no time limit of its own.</summary>
internal static class ModelHttp
{
    /// <param name="transport">Is left to whoever brought it. Null makes the usual one, which ends with the client.</param>
    public static HttpClient CreateClient(ModelOptions options, TimeProvider time, HttpMessageHandler? transport)
    {
        var check = new AnswerCheck(options, time) { InnerHandler = transport ?? CreateTransport(options.BaseUrl!) };
        var client = new HttpClient(check, disposeHandler: transport is null) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in options.Headers)
            client.DefaultRequestHeaders.Add(name, value);
        return client;
    }

    // A proxy from the environment must not see the traffic to a model on this machine. A redirect would turn a POST into a GET.
    public static SocketsHttpHandler CreateTransport(Uri baseUrl) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !baseUrl.IsLoopback,
    };
}
