namespace Coordinator.Connections.Mcp;

/// <summary>One server of <c>config/mcp-servers.yaml</c>, variables expanded; or one that registered itself.</summary>
public sealed record McpServerConfig
{
    public required string Id { get; init; }

    /// <summary><c>stdio</c> or <c>http</c>.</summary>
    public required string Transport { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>It registered itself: connections are made to allowed addresses only, and nobody vouches for its annotations.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Why it must not be connected to; null: it may.</summary>
    public string? Refusal { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    /// <summary>The child's whole environment besides PATH and HOME: nothing else is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public Uri? Url { get; init; }

    /// <summary>Sent with every request; may hold a bearer token.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What must never be shown: values that came from variables into <c>env</c>, <c>headers</c> and <c>auth</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Limit of one tool call.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(120);

    public ToolTimeLimits ToolTimeLimits { get; init; } = ToolTimeLimits.None;

    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pins the protocol revision; null negotiates.</summary>
    public string? ProtocolVersion { get; init; }

    /// <summary>False for servers that answer 404 to the GET stream and would lose their session by it.</summary>
    public bool StandaloneGetStream { get; init; } = true;
}
