using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http;

/// <summary>A request body that is one JSON object of bounded size, or the problem with it.</summary>
internal readonly record struct JsonBody(JsonElement Root, IResult? Problem)
{
    /// <summary>The same, where no body at all is an empty object.</summary>
    public static async Task<JsonBody> ReadOptionalAsync(HttpRequest request, int maxBytes, params IReadOnlyList<string> fields) =>
        request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")
            ? new JsonBody(JsonElement.Parse("{}"), null)
            : await ReadAsync(request, maxBytes, fields);

    /// <param name="fields">Those that are known: a mistyped one must not pass as one that was left out. None: any.</param>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, int maxBytes, params IReadOnlyList<string> fields)
    {
        if (!request.HasJsonContentType())
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType, "not-json", "JSON expected", "Send the body as JSON with the header Content-Type: application/json.");
        }

        var bytes = await ReadBytesAsync(request, maxBytes);
        return bytes is null
            ? Refused(StatusCodes.Status413PayloadTooLarge, "body-too-large", "Body too large", $"The body may have at most {maxBytes} bytes.")
            : Only(Parse(bytes), fields);
    }

    /// <summary>The text of a field; null if the field is absent or JSON null.</summary>
    public bool TryText(string field, out string? text)
    {
        text = null;
        if (!Root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            return false;
        }
    }

    /// <summary>A field that is true or false; <paramref name="otherwise"/> if it is absent or JSON null. False: it is neither.</summary>
    public bool TryFlag(string field, bool otherwise, out bool flag)
    {
        flag = otherwise;
        if (!Root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        flag = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    private static JsonBody Only(JsonBody body, IReadOnlyList<string> fields) =>
        body.Problem is null && fields.Count > 0 && body.Root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !fields.Contains(name)) is { } other
            ? Refused(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", $"{other} is not known: give {string.Join(", ", fields)}.")
            : body;

    private static JsonBody Parse(byte[] bytes)
    {
        var json = bytes.AsMemory();
        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonBody(document.RootElement.Clone(), null)
                : Refused(StatusCodes.Status400BadRequest, "invalid-json", "Not valid JSON", "The body must be one JSON object.");
        }
        catch (JsonException)
        {
            return Refused(StatusCodes.Status400BadRequest, "invalid-json", "Not valid JSON", "The body must be one JSON object in UTF-8.");
        }
    }

    /// <summary>Null if there are more than <paramref name="maxBytes"/>; no more than that is ever read.</summary>
    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var buffer = new byte[maxBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return read > maxBytes ? null : buffer[..read];
    }

    private static JsonBody Refused(int status, string type, string title, string detail) =>
        new(default, Problems.Create(status, type, title, detail));
}
