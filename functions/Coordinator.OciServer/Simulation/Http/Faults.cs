using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>A failure that was asked for.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Fault
{
    /// <summary>Beginning of the path it strikes.</summary>
    public string Path { get; init; } = "";

    /// <summary>Of the requests struck; null: any.</summary>
    public string? Method { get; init; }

    /// <summary>How many requests it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary><c>status</c>: answers with <see cref="Status"/>; <c>truncate</c>: half of the answer; <c>hang</c>: none at all; <c>drop</c>: the connection breaks after the request was carried out; <c>skew</c>: the clock of the service is an hour ahead; <c>endless</c>: every page has a next one.</summary>
    public string Kind { get; init; } = "status";

    public int Status { get; init; } = 500;

    public string? Code { get; init; }

    public int? RetryAfter { get; init; }
}

/// <summary>The failures asked for: POST, GET and DELETE <c>/simulator/faults</c>. These requests are not signed; the simulator listens on this machine only.</summary>
internal sealed class Faults
{
    public const string Path = "/simulator/faults";

    private static readonly string[] Kinds = ["status", "truncate", "hang", "drop", "skew", "endless"];

    private readonly Lock gate = new();
    private readonly List<Fault> waiting = [];

    public IReadOnlyList<Fault> Waiting
    {
        get
        {
            lock (gate) return [.. waiting];
        }
    }

    /// <summary>What is wrong with it, else null.</summary>
    public string? Add(Fault fault)
    {
        if (!Kinds.Contains(fault.Kind)) return $"kind is one of {string.Join(", ", Kinds)}.";
        if (!fault.Path.StartsWith('/')) return "path is the beginning of a path, such as /20160918/instances.";
        if (fault.Times < 1) return "times is 1 or more.";
        if (fault.Status is < 400 or > 599) return "status is from 400 to 599.";
        lock (gate) waiting.Add(fault);
        return null;
    }

    public void Clear()
    {
        lock (gate) waiting.Clear();
    }

    public Fault? Strike(HttpRequest request)
    {
        lock (gate)
        {
            var index = waiting.FindIndex(fault => request.Path.Value!.StartsWith(fault.Path, StringComparison.Ordinal) && (fault.Method is null || fault.Method == request.Method));
            if (index < 0) return null;
            var struck = waiting[index];
            if (struck.Times > 1) waiting[index] = struck with { Times = struck.Times - 1 };
            else waiting.RemoveAt(index);
            return struck;
        }
    }

    public static async Task AnswerAsync(HttpContext context, Fault fault)
    {
        if (fault.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Refusal.Of(fault.Status, fault.Code ?? Code(fault.Status), "The simulator was asked to fail here.").ExecuteAsync(context);
    }

    private static string Code(int status) => status switch
    {
        400 => "InvalidParameter",
        401 => "NotAuthenticated",
        403 => "NotAllowed",
        404 => "NotAuthorizedOrNotFound",
        409 => "Conflict",
        412 => "NoEtagMatch",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
