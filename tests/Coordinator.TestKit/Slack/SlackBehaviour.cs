using System.Globalization;

namespace Coordinator.TestKit.Slack;

/// <summary>How the stub meets one call.</summary>
/// <param name="Takes">True if the call has its effect (the message stands in the thread), whatever becomes of the answer.</param>
public sealed record SlackBehaviour(bool Takes)
{
    internal int? Status { get; private init; }

    internal string Body { get; private init; } = "";

    internal string? RetryAfter { get; private init; }

    internal bool Withholds { get; private init; }

    internal bool CutsConnection { get; private init; }

    /// <summary>As Slack would.</summary>
    public static SlackBehaviour Normal { get; } = new(true);

    /// <summary>The message is posted, but its answer is held until <see cref="SlackStub.Release"/>, or for ever.</summary>
    public static SlackBehaviour TakeAndWithholdAnswer { get; } = new(true) { Withholds = true };

    /// <summary>Nothing is done and nothing answered.</summary>
    public static SlackBehaviour NeverAnswer { get; } = new(false) { Withholds = true };

    /// <summary>Nothing is done and the connection is closed.</summary>
    public static SlackBehaviour Cut { get; } = new(false) { CutsConnection = true };

    /// <summary>The message is posted and the connection closed.</summary>
    public static SlackBehaviour TakeAndCut { get; } = new(true) { CutsConnection = true };

    /// <summary>HTTP 429.</summary>
    public static SlackBehaviour RateLimit(TimeSpan? retryAfter) => new(false)
    {
        Status = 429,
        Body = """{"ok":false,"error":"ratelimited"}""",
        RetryAfter = retryAfter?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>HTTP 200 with <c>ok: false</c>.</summary>
    public static SlackBehaviour Refuse(string error) => Answer(200, $$"""{"ok":false,"error":"{{error}}"}""");

    public static SlackBehaviour Answer(int status, string body = "") => new(false) { Status = status, Body = body };

    /// <summary>The message is posted, and the answer claims otherwise.</summary>
    public static SlackBehaviour TakeAndAnswer(int status, string body = "") => new(true) { Status = status, Body = body };
}
