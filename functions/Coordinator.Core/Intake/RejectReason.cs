namespace Coordinator.Core.Intake;

/// <summary>Why a request was refused before it was read as an event. Nothing of it is kept.</summary>
public enum RejectReason
{
    /// <summary>There is no signing secret, so nothing can be verified.</summary>
    NotConfigured,
    TooLarge,

    /// <summary>The connection ended before the body did.</summary>
    CutOff,

    /// <summary>Signed, but compressed or a form: Slack sends events as plain JSON.</summary>
    MediaType,
    SignatureMissing,
    SignatureMalformed,
    SignatureStale,
    SignatureMismatch,
}
