using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Coordinator.Http.Page;

/// <summary>The embedded files of the page by name.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";

    private readonly Dictionary<string, PageFile> _files = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private static PageFile Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageFile(content, ContentTypeOf(resource), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\""));
    }

    private static string ContentTypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var extension => throw new InvalidOperationException($"No content type is known for '{extension}' of '{resource}'."),
    };
}

/// <param name="Tag">Changes with the content, so that a browser asks but does not load again.</param>
internal sealed record PageFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);
