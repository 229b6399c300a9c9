using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>The resource <c>server://manifest</c> of one session. Most servers have none, which is no mistake.</summary>
internal sealed class McpManifest(McpClient client, TimeProvider time)
{
    public const string Uri = "server://manifest";

    /// <summary>Tools are not kept waiting for longer by a server that does not answer.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    private bool _isGivenUp;

    /// <summary>As it was last read; null: there is none.</summary>
    public ToolManifest? Current { get; private set; }

    /// <summary>Reads it anew. Who once has none, or does not answer, is not asked again in this session.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_isGivenUp || client.ServerCapabilities?.Resources is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Within, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = await client.ReadResourceAsync(Uri, cancellationToken: ended.Token).AsTask().WaitAsync(ended.Token);
            Current = Read(result);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            _isGivenUp = true;
            if (limit.IsCancellationRequested)
            {
                Current ??= ToolManifest.Unreadable($"It was not given within {Within.TotalSeconds:0} s.");
            }
        }
    }

    private static ToolManifest Read(ReadResourceResult result) => result.Contents switch
    {
        [TextResourceContents text] => ToolManifestReader.Read(text.Text),
        [] => ToolManifest.Unreadable("It is empty."),
        _ => ToolManifest.Unreadable("It is not one text."),
    };
}
