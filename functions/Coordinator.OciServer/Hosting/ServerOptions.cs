using System.Net;

namespace Coordinator.OciServer.Hosting;

/// <summary>How the server is started.</summary>
internal sealed record ServerOptions
{
    /// <summary>Folders with files of tools, besides the built-in ones.</summary>
    public IReadOnlyList<string> ToolFolders { get; init; } = [];

    /// <summary>Where it listens for streamable HTTP; null: stdin and stdout.</summary>
    public IPEndPoint? Http { get; init; }

    /// <summary>Demanded from HTTP clients as a bearer token; null only on loopback.</summary>
    public string? Token { get; init; }

    public required Func<string, string?> Variable { get; init; }
}
