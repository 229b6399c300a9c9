namespace Coordinator.Core.Replies;

/// <summary>What one Slack message may hold. The numbers are Slack's Block Kit reference unless it says otherwise.</summary>
public static class SlackLimits
{
    /// <summary>Blocks a message.</summary>
    public const int Blocks = 50;

    /// <summary>Characters of a section's text, after escaping.</summary>
    public const int SectionText = 3000;

    /// <summary>Characters of all blocks of a message. Slack refuses about 13,200 with <c>msg_blocks_too_long</c> (bolt-js issue 2509).</summary>
    public const int MessageText = 12_000;

    /// <summary>Characters of the notification text: Slack advises at most 4,000.</summary>
    public const int FallbackText = 3900;

    /// <summary>Rows of a table block, its header included. A message has at most one table block.</summary>
    public const int TableRows = 100;

    public const int TableColumns = 20;

    /// <summary>Characters of all cells of a table. Slack refuses more than 10,000.</summary>
    public const int TableText = 9000;

    /// <summary>Rows of one table that an answer shows, spread over messages; then it says how many more there are.</summary>
    public const int ShownRows = 297;
}
