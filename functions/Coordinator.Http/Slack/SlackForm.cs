using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Slack;

/// <summary>Form bodies on the events route.</summary>
internal static class SlackForm
{
    public static bool Is(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Slack tests a URL's certificate now and then with the form member <c>ssl_check=1</c>. The test is not signed, so its answer must do nothing;
    /// any other value is an ordinary request.
    /// </summary>
    public static bool IsCertificateCheck(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (!Is(request))
            return false;

        foreach (var member in body.Split((byte)'&'))
        {
            if (body[member].SequenceEqual("ssl_check=1"u8))
                return true;
        }

        return false;
    }
}
