using Coordinator.Core.Failures;

namespace Coordinator.Connections.Oca;

/// <summary>What came of a question for tokens: tokens, a refusal for good, or a failure that says nothing of the login.</summary>
public sealed class IdentityAnswer
{
    /// <summary>What was handed in (a code, a refresh token) is not accepted, and never will be.</summary>
    public static IdentityAnswer Refused { get; } = new();

    public IdentityTokens? Tokens { get; private init; }

    public Failure? Failure { get; private init; }

    public static IdentityAnswer Given(IdentityTokens tokens) => new() { Tokens = tokens };

    public static IdentityAnswer Failed(Failure failure) => new() { Failure = failure };
}

/// <summary>As the identity service gives them.</summary>
/// <param name="Lasts">Of the access token; null: it does not say.</param>
public sealed record IdentityTokens(string AccessToken, string? RefreshToken, string? IdToken, TimeSpan? Lasts)
{
    /// <summary>Never the tokens.</summary>
    public override string ToString() => nameof(IdentityTokens);
}
