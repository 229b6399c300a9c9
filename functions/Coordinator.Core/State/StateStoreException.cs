namespace Coordinator.Core.State;

public enum StateFailure
{
    /// <summary>The store cannot be reached. Whether the operation was carried out is not known if the connection broke meanwhile.</summary>
    Unavailable,

    /// <summary>No answer in time: the operation may have been carried out, or may yet be.</summary>
    TimedOut,

    /// <summary>The store answers, but not this: it is loading, read-only, full, or does not know us. Nothing was changed.</summary>
    Refused,

    /// <summary>The store works, but the operation does not fit what is stored: a defect, or a key of another program.</summary>
    Unfit,
}

/// <summary>The state store could not do what was asked. The message names the cause and the fix; no secrets.</summary>
public sealed class StateStoreException(StateFailure kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public StateFailure Kind { get; } = kind;

    /// <summary>The store as a whole cannot be used at the moment: another operation would fare no better.</summary>
    public bool IsOutage => Kind != StateFailure.Unfit;
}
