namespace Coordinator.Core.Runs;

/// <summary>What is known of one Slack message of the run.</summary>
public sealed class ReplyPartState
{
    internal static readonly ReplyPartState None = new();

    /// <summary>The message, if it stands in the thread.</summary>
    public string? Ts { get; private set; }

    /// <summary>It carries its part of the answer.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Parts of the whole answer; 0 while unknown.</summary>
    public int Parts { get; private set; }

    /// <summary>How often "working on it" said something new.</summary>
    public int Updates { get; private set; }

    /// <summary>What "working on it" says last.</summary>
    public string? Note { get; private set; }

    /// <summary>The newest announced attempt.</summary>
    public ReplyIntended? Intent { get; private set; }

    internal void Apply(ReplyIntended intended) =>
        Intent = Intent is null || intended.Attempt > Intent.Attempt ? intended : Intent;

    internal void Apply(ReplyPosted posted)
    {
        Ts ??= posted.Ts;
        HasAnswer |= posted.Final;
        Parts = Math.Max(Parts, posted.Parts);
        if (!posted.Final && (posted.Update ?? 0) >= Updates)
        {
            (Updates, Note) = (posted.Update ?? 0, posted.Note);
        }
    }
}
