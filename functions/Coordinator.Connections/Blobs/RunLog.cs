using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Coordinator.Core.Runs;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// This process's copy of a run's log. A log only grows, so a copy is never wrong, only short; and a line is added only where the copy ends,
/// so that whoever adds one has read all that came before it. That makes every write of run memory a compare-and-set.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing, and a copy is dropped while others may still be using it.")]
internal sealed class RunLog(string run, RunContainer container)
{
    /// <summary>Content that takes more room is kept in a blob of its own.</summary>
    public const int MostInline = 256 * 1024;

    private const string SequenceKey = "sequence";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, string> bigContent = new(StringComparer.Ordinal);
    private long length;

    public LoggedRun Run { get; private set; } = new();

    /// <summary>About how much memory the copy takes, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>The index says that the run has ended.</summary>
    public bool IsEndIndexed { get; set; }

    /// <summary>When the index was last told that the run goes on.</summary>
    public DateTimeOffset NotedAt { get; set; }

    /// <summary>One at a time: it saves the storage account the collisions within a process.</summary>
    public async Task<T> ExclusivelyAsync<T>(Func<RunLog, Task<T>> use, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await use(this);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Creates the log without a line, or finds it so; gives the sequence number of whoever created it. Null: it has lines, and they have been read.</summary>
    public async Task<long?> CreateAsync(long sequence, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string> { [SequenceKey] = sequence.ToString(CultureInfo.InvariantCulture) };
        if (await container.TryCreateLogAsync(BlobNames.LogOf(run), metadata, cancellationToken))
            return sequence;
        var there = await RefreshAsync(cancellationToken);
        return Run.Head is not null ? null
            : there?.Metadata.ValueOf(SequenceKey) is { } first ? long.Parse(first, CultureInfo.InvariantCulture)
            : throw BlobFailure.Gone(run);
    }

    /// <summary>Reads what others have added. Null: there is no log.</summary>
    public async Task<BlobPart?> RefreshAsync(CancellationToken cancellationToken)
    {
        var part = await container.ReadAsync(BlobNames.LogOf(run), length, cancellationToken);
        if (part is null)
            Forget();
        else
            Take(part.Bytes.Span);
        return part;
    }

    /// <summary>Reads the log if it never was.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Run.Head is null)
            await RefreshAsync(cancellationToken);
    }

    /// <summary>Adds the line to the end of the log. False: others were faster, and what they added has been read.</summary>
    /// <param name="fact">The fact of the line.</param>
    public async Task<bool> TryAppendAsync(LogLine line, RunFact? fact, CancellationToken cancellationToken)
    {
        var bytes = line.ToBytes();
        var known = length;
        if (!await container.TryAppendAsync(BlobNames.LogOf(run), length, bytes, cancellationToken))
        {
            await RefreshAsync(cancellationToken);
            if (known > 0 && length == known)
            {
                // It ends elsewhere, but nothing is new: the run was deleted and one of the same id was added. The copy is of the old one.
                Forget();
                await RefreshAsync(cancellationToken);
            }

            return false;
        }

        Apply(line, bytes.Length, fact);
        return true;
    }

    /// <summary>Puts content that is too big for a line where a line can point to; gives the name.</summary>
    public async Task<string> KeepBigAsync(byte[] content, CancellationToken cancellationToken)
    {
        // Named by what it is: done twice it is the same blob.
        var blob = BlobNames.ContentOf(run, content);
        await container.TryPutAsync(blob, BinaryData.FromBytes(content), null, cancellationToken);
        return blob;
    }

    public async Task<string?> ReadContentAsync(LoggedFact fact, CancellationToken cancellationToken)
    {
        if (fact.ContentBlob is not { } blob)
            return fact.Content;
        if (!bigContent.TryGetValue(blob, out var content))
        {
            var part = await container.ReadAsync(blob, 0, cancellationToken)
                ?? throw BlobFailure.Damaged(blob, new JsonException("The log points to content that is not there."));
            content = bigContent[blob] = Encoding.UTF8.GetString(part.Bytes.Span);
            Size += 2L * content.Length;
        }

        return content;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            try
            {
                Apply(LogLine.Read(bytes[..end]), end + 1, null);
            }
            catch (JsonException exception)
            {
                throw BlobFailure.Damaged(BlobNames.LogOf(run), exception);
            }

            bytes = bytes[(end + 1)..];
        }
    }

    private void Apply(LogLine line, int bytes, RunFact? fact)
    {
        Run.Apply(line, fact);
        length += bytes;
        Size += 2L * bytes;
    }

    private void Forget()
    {
        (Run, length, Size) = (new LoggedRun(), 0, 0);
        (IsEndIndexed, NotedAt) = (false, default);
        bigContent.Clear();
    }
}
