namespace Coordinator.OciServer.Definitions;

/// <summary>One file: an API and the tools that call it.</summary>
/// <param name="Url">Scheme and host; <c>{region}</c> and <c>{realm}</c> (<c>oraclecloud.com</c>) are filled in for OCI.</param>
internal sealed record ApiDefinition(string File, string Url, Authorization Authorization, IReadOnlyList<ToolDefinition> Tools);

/// <summary>How its requests prove who they are from. The variables are names of environment variables.</summary>
internal sealed record Authorization(AuthorizationKind Kind)
{
    public string? TokenVariable { get; init; }

    public string? UserVariable { get; init; }

    public string? PasswordVariable { get; init; }
}

internal enum AuthorizationKind
{
    /// <summary>Nothing is sent.</summary>
    None,

    /// <summary>OCI's request signature, with a profile of <c>~/.oci/config</c>.</summary>
    Oci,

    Bearer,

    Basic,
}
