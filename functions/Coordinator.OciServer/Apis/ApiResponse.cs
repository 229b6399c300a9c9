using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using Coordinator.OciServer.Errors;

namespace Coordinator.OciServer.Apis;

/// <summary>A service's answer, whole.</summary>
internal sealed record ApiResponse(int Status, HttpResponseHeaders Headers, byte[] Body)
{
    private const int Ok = 200;
    private const int FirstNotOk = 300;

    /// <summary>The answer of a tool and the message that carries it go round it, and readers stop at 64.</summary>
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 48 };

    /// <summary>Some services begin with a byte order mark.</summary>
    public ReadOnlyMemory<byte> Content => Body.AsSpan().StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? Body.AsMemory(3) : Body;

    /// <summary>Of a request that changes something.</summary>
    public bool IsOfWrite { get; init; }

    public bool IsSuccess => Status is >= Ok and < FirstNotOk;

    public string? RequestId => Header("opc-request-id") ?? Header("x-request-id");

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault(value => value.Length > 0) : null;

    /// <summary>An answer without a body is null.</summary>
    /// <exception cref="ToolException">It is not JSON, or breaks off.</exception>
    public JsonElement Json()
    {
        if (Body.Length == 0) return JsonElement.Parse("null");
        try
        {
            return Utf8.IsValid(Content.Span) ? JsonDocument.Parse(Content, Depth).RootElement : throw NotJson();
        }
        catch (JsonException)
        {
            throw NotJson();
        }
    }

    /// <exception cref="ToolException">It is not JSON of this form.</exception>
    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Content.Span, JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw NotJson();
        }
    }

    private ToolException NotJson()
    {
        var error = ToolError.BadAnswer($"The service answered {Status} with something that is not the JSON it promises ({Body.Length} bytes): {Start()}.") with { RequestId = RequestId };
        return new ToolException(IsOfWrite ? error.OfWrite() : error);
    }

    private string Start()
    {
        var text = System.Text.Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 80)).ReplaceLineEndings(" ");
        return Body.Length > 80 ? $"{text}…" : text.Length == 0 ? "nothing" : text;
    }
}
