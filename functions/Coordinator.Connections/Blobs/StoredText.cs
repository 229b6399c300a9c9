using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Coordinator.Connections.Blobs;

/// <summary>Text as it will be read back: it may hold halves of surrogate pairs, which UTF-8 cannot hold.</summary>
internal static class StoredText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
