namespace Coordinator.Core.Intake;

/// <summary>What <see cref="SlackSignature"/> says about a request. All but <see cref="Valid"/> are refused with 401.</summary>
public enum SignatureVerdict
{
    Valid,

    /// <summary>One of the two headers is absent or empty.</summary>
    Missing,

    /// <summary>The timestamp is no number of seconds, or the signature is not <c>v0=</c> and 64 hexadecimal digits.</summary>
    Malformed,

    /// <summary>The timestamp is more than five minutes away from our clock, on either side.</summary>
    Stale,

    /// <summary>Signed with another secret, or the body was changed.</summary>
    Mismatch,
}
