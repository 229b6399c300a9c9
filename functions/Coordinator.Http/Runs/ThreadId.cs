using System.Text.RegularExpressions;

namespace Coordinator.Http.Runs;

/// <summary>A thread as API clients name it: the run's thread key without <c>chat-</c>; threads of Slack keep their whole key.</summary>
internal static partial class ThreadId
{
    public const string Rule = "thread_id must be 1 to 64 letters, digits, '_', '-' or '.', starting with a letter or digit.";

    private const string Prefix = "chat-";

    public static bool IsValid(string threadId) => Pattern().IsMatch(threadId);

    public static string ToKey(string threadId) =>
        threadId.StartsWith("slack-", StringComparison.Ordinal) ? threadId : Prefix + threadId;

    public static string FromKey(string threadKey) =>
        threadKey.StartsWith(Prefix, StringComparison.Ordinal) ? threadKey[Prefix.Length..] : threadKey;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex Pattern();
}
