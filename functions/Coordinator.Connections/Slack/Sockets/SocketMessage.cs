using System.Runtime.InteropServices;
using System.Text.Json;
using Coordinator.Core.Intake;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>One message of Slack's over a socket: <c>hello</c>, <c>disconnect</c>, or an envelope around what HTTP would bring as a body. Valid while its bytes are.</summary>
internal sealed class SocketMessage : IDisposable
{
    private readonly JsonDocument _json;

    private SocketMessage(JsonDocument json) => _json = json;

    public string? Type => Text("type");

    /// <summary>What it is acknowledged by.</summary>
    public string? EnvelopeId => Text("envelope_id");

    /// <summary>Of a <c>disconnect</c>.</summary>
    public string? Reason => Text("reason");

    /// <summary>Of a second delivery: 1 to 3.</summary>
    public int? RetryAttempt => Number(_json.RootElement.Member("retry_attempt"));

    public string? RetryReason => Text("retry_reason");

    /// <summary>Slack shows what is sent back to the person who caused it.</summary>
    public bool AcceptsAnswer => _json.RootElement.Member("accepts_response_payload")?.ValueKind == JsonValueKind.True;

    /// <summary>Slack's server, for its support.</summary>
    public string? Host => TextOf(_json.RootElement.Member("debug_info")?.Member("host"));

    /// <summary>Of a <c>hello</c>: seconds after which Slack renews the connection.</summary>
    public int? Lifetime => Number(_json.RootElement.Member("debug_info")?.Member("approximate_connection_time"));

    /// <summary>Of a <c>hello</c>: connections of the app, this one among them, over all processes.</summary>
    public int? ConnectionsOfApp => Number(_json.RootElement.Member("num_connections"));

    /// <summary>The payload as it was sent; empty if there is none.</summary>
    public ReadOnlySpan<byte> Payload => _json.RootElement.Member("payload") is { } payload ? JsonMarshal.GetRawUtf8Value(payload) : default;

    /// <summary>Null: no JSON object.</summary>
    public static SocketMessage? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // The payload may be as deep as a body of its own.
            var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = SlackEnvelopeParser.MaxDepth + 1 });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return new SocketMessage(json);
            json.Dispose();
        }
        catch (JsonException)
        {
            // Said by whoever asked.
        }

        return null;
    }

    public void Dispose() => _json.Dispose();

    private string? Text(string name) => TextOf(_json.RootElement.Member(name));

    private static string? TextOf(JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair.
            return null;
        }
    }

    private static int? Number(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
