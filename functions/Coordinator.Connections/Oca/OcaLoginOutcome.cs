using Coordinator.Core.Failures;

namespace Coordinator.Connections.Oca;

/// <summary>How a login ended.</summary>
public sealed class OcaLoginOutcome
{
    /// <summary>There is no such login: it was never begun here, is over, or was used already.</summary>
    public static readonly OcaLoginOutcome Unknown = new();

    /// <summary>The person said no.</summary>
    public static readonly OcaLoginOutcome Denied = new();

    /// <summary>The identity service did not accept it.</summary>
    public static readonly OcaLoginOutcome NotGranted = new();

    public string? Owner { get; private init; }

    /// <summary>Null: nobody is logged in by this.</summary>
    public OcaToken? Token { get; private init; }

    /// <summary>The identity service could not be asked.</summary>
    public Failure? Failure { get; private init; }

    public static OcaLoginOutcome Done(string owner, OcaToken token) => new() { Owner = owner, Token = token };

    public static OcaLoginOutcome Failed(Failure failure) => new() { Failure = failure };
}
