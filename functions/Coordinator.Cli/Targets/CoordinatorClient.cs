using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Cli.Targets;

/// <summary>The routes of one coordinator. Whatever goes wrong becomes one sentence and an exit code.</summary>
internal sealed class CoordinatorClient : IDisposable
{
    private const string KeyHeader = "x-coordinator-key";
    private const string NameHeader = "x-coordinator-by";
    private const string NotAllowed = "urn:coordinator:problem:forbidden";
    private const string Invalid = "urn:coordinator:problem:invalid-";
    private const string ProblemJson = "application/problem+json";

    /// <summary>Longer than the longest answer of the coordinator, which is 100 s.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(120);

    private readonly HttpClient _http;
    private readonly Target _target;

    public CoordinatorClient(Target target)
    {
        // A redirect would carry the key to another host.
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = target.Endpoint, Timeout = Timeout.InfiniteTimeSpan };
        _target = target;
        if (target.Key is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation(KeyHeader, target.Key))
        {
            throw new CliException(ExitCodes.WrongUsage, "The key has characters that cannot be sent.");
        }

        // For the audit log; the coordinator shows who says so and from where.
        _http.DefaultRequestHeaders.TryAddWithoutValidation(NameHeader, Uri.EscapeDataString(Environment.UserName));
    }

    public Target Target => _target;

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public Task<JsonElement> PutAsync(string path, JsonObject body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, path, body, cancellationToken);

    /// <summary>With an empty body: without a key the coordinator takes nothing from a browser's form.</summary>
    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, [], cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerWithin);
        try
        {
            using var response = await OpenAsync(method, path, body, null, limit.Token);
            return ParseJson(await response.Content.ReadAsByteArrayAsync(limit.Token), response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.NoHost, $"{_target.Shown} did not answer within {AnswerWithin.TotalSeconds:0} s.");
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>The answer's head; its body may take as long as it likes.</summary>
    /// <param name="lastEvent">Number of the last event that was seen.</param>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, JsonObject? body, long? lastEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        if (lastEvent is { } number)
        {
            request.Headers.Add("Last-Event-ID", number.ToString(null as IFormatProvider));
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }

        // An unhealthy coordinator says 503 and how it is.
        if (response.IsSuccessStatusCode || (response.StatusCode == HttpStatusCode.ServiceUnavailable && IsJson(response)))
        {
            return response;
        }

        using (response)
        {
            throw await ProblemAsync(response, path, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "application/json";

    private JsonElement ParseJson(byte[] body, HttpResponseMessage response)
    {
        try
        {
            return IsJson(response) ? JsonElement.Parse(body) : throw NoCoordinator();
        }
        catch (JsonException)
        {
            throw NoCoordinator();
        }
    }

    private async Task<CliException> ProblemAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var isProblem = response.Content.Headers.ContentType?.MediaType == ProblemJson;
        if (!isProblem)
        {
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
                ? new CliException(ExitCodes.OldHost, $"{_target.Shown} does not know /{path.Split('?')[0]}: it is older than this program, or no coordinator. 'coordinator version' shows both versions.")
                : response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new CliException(ExitCodes.Refused, $"{_target.Shown} refused it ({status}).")
                : new CliException(ExitCodes.Failed, $"{_target.Shown} answered {status} without saying why.");
        }

        var (problem, type) = ParseProblem(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return new CliException(ExitCodeOf(response.StatusCode, type), problem ?? $"{_target.Shown} answered {status}.");
    }

    private static int ExitCodeOf(HttpStatusCode status, string type) => status switch
    {
        // The key is good: the configuration does not allow it.
        HttpStatusCode.Forbidden when type != NotAllowed => ExitCodes.Failed,
        HttpStatusCode.BadRequest when type.StartsWith(Invalid, StringComparison.Ordinal) => ExitCodes.WrongUsage,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.Refused,
        HttpStatusCode.NotFound => ExitCodes.NotFound,
        _ => ExitCodes.Failed,
    };

    private static (string? Words, string Type) ParseProblem(byte[] body)
    {
        try
        {
            var problem = JsonElement.Parse(body);
            var (title, detail) = (problem.Text("title"), problem.Text("detail"));
            return (detail.Length > 0 ? $"{title}: {detail}" : title.Length > 0 ? title : null, problem.Text("type"));
        }
        catch (JsonException)
        {
            return (null, NotAllowed);
        }
    }

    public CliException NoCoordinator() => new(ExitCodes.Failed, $"What answers at {_target.Shown} is no coordinator.");

    private CliException Unreachable(HttpRequestException exception) => new(ExitCodes.NoHost, exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
        ? $"No coordinator answers at {_target.Shown}: the connection is refused. Is it running, and is this its port? --endpoint says where it is."
        : $"{_target.Shown} cannot be reached: {(exception.InnerException ?? exception).Message}");
}
