namespace Coordinator.Core.Replies;

/// <summary>Which addresses in an answer become links. An answer may hold text of strangers, so this is a short list.</summary>
internal static class ReplyLinks
{
    public static bool IsAllowed(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto);
}
