using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Tools;

/// <summary>Answers as they are sent: UTF-8, with the letters of every language as they are.</summary>
internal static class AnswerJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(JsonNode node) => Write(writer => node.WriteTo(writer));

    /// <param name="size">About how many bytes it will be.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, int size = 1024)
    {
        var buffer = new ArrayBufferWriter<byte>(size);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return buffer.WrittenMemory;
    }
}
