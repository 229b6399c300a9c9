namespace Coordinator.TestKit.Models;

/// <summary>How a reply travels, or does not. "Halfway" is after half of the answer's text and calls, before any sign of its end.</summary>
public enum Delivery
{
    Whole,

    /// <summary>The request is taken and nothing ever comes back.</summary>
    Hang,

    /// <summary>The connection is closed before the first byte.</summary>
    CutBefore,

    /// <summary>The connection is closed in the middle of the answer.</summary>
    CutHalfway,

    /// <summary>The answer ends properly as HTTP, but in its middle.</summary>
    StopHalfway,

    /// <summary>Halfway an error event comes in place of the rest: <see cref="ModelReply.ErrorType"/>.</summary>
    ErrorHalfway,

    /// <summary>Halfway an event comes that is not JSON.</summary>
    GarbageHalfway,

    /// <summary>The second half is withheld until <see cref="ModelHold.Release"/>.</summary>
    HoldHalfway,

    /// <summary>The same piece of text over and over, with a short pause after each.</summary>
    Drip,

    /// <summary>The same piece of text over and over, as fast as it can be read.</summary>
    Endless,

    /// <summary>Status 200, the right content type, and bytes that mean nothing.</summary>
    Garbage,

    /// <summary>Status 200 and an HTML page, as a captive portal sends it.</summary>
    Html,

    /// <summary>Status 200 and no body.</summary>
    Empty,
}
