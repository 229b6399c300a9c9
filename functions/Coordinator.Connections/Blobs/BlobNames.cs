using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Core.Runs;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// Where things are in the container:
/// <code>
/// runs/{run}/log                       what happened in the run: one append blob
/// runs/{run}/content/{sha256}          content too big for a line of the log
/// open/{sequence}-{thread}-{run}       index of unfinished runs, oldest first
/// ended/{day}/{inverse}-{thread}-{run} index of finished runs, newest first
/// threads/{thread}/{inverse}-…         index of a thread's runs, newest first
/// letters/{letter}                     dead letters
/// secrets/{name}, keys/{key}.xml       logins, encrypted, and the keys that they are encrypted with
/// </code>
/// </summary>
internal static class BlobNames
{
    public const string Open = "open/";
    public const string Ended = "ended/";
    public const string Letters = "letters/";

    private const long Largest = 9_999_999_999_999_999;

    // Of a number of 16 digits that counts microseconds: a "day" of 27.8 hours.
    private const int DayDigits = 5;
    private const int NumberDigits = 16;
    private const int HashDigits = 32;

    public static string FolderOf(string run) => $"runs/{run}/";

    public static string LogOf(string run) => $"runs/{run}/log";

    public static string ContentOf(string run, byte[] content) => $"runs/{run}/content/{Convert.ToHexStringLower(SHA256.HashData(content))}";

    public static string LetterOf(string letterId) => Letters + RunOf(letterId);

    public static string OpenOf(RunKey key) => $"{Open}{Leaf(key.Sequence, key)}";

    public static string EndedOf(RunKey key) => $"{EndedDay(key.Sequence)}{Leaf(Largest - key.Sequence, key)}";

    public static string InThreadOf(RunKey key) => $"threads/{key.Thread}/{Leaf(Largest - key.Sequence, key)}";

    /// <summary>The folder of runs that came about the same time; later runs are in folders that sort before it.</summary>
    public static string EndedDay(long sequence) => $"{Ended}{Number(Largest - sequence)[..DayDigits]}/";

    public static string ThreadFolder(string threadKey) => $"threads/{Hash(threadKey)}/";

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];

    /// <summary>The run's id where it can be part of a name everywhere, as all ids of ours can; else a hash of it. The id itself is in the log.</summary>
    public static string RunOf(string runId) =>
        runId.Length is > 0 and <= 200 && char.IsAsciiLetterOrDigit(runId[0]) && char.IsAsciiLetterOrDigit(runId[^1]) && runId.All(IsPlain)
            ? runId
            : $"~{Hash(runId)}";

    /// <summary>Takes the name of an entry apart; null if it is none of ours.</summary>
    public static RunKey? Parse(string blob)
    {
        var leaf = blob.AsSpan(blob.LastIndexOf('/') + 1);
        if (leaf.Length < NumberDigits + HashDigits + 3 || !long.TryParse(leaf[..NumberDigits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var sequence = blob.StartsWith(Open, StringComparison.Ordinal) ? number : Largest - number;
        return new RunKey(sequence, leaf.Slice(NumberDigits + 1, HashDigits).ToString(), leaf[(NumberDigits + HashDigits + 2)..].ToString());
    }

    private static string Leaf(long number, RunKey key) => $"{Number(number)}-{key.Thread}-{key.Run}";

    private static string Number(long number) => number.ToString("D16", CultureInfo.InvariantCulture);

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}

/// <summary>What the names of a run's entries are made of.</summary>
/// <param name="Thread">Hash of the thread's key.</param>
/// <param name="Run">The run's name in the container.</param>
internal readonly record struct RunKey(long Sequence, string Thread, string Run)
{
    public static RunKey Of(long sequence, RunRequest request) => new(sequence, BlobNames.Hash(request.ThreadKey), BlobNames.RunOf(request.RunId));
}
