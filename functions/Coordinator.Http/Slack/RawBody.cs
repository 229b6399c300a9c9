using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Slack;

/// <summary>A request's body exactly as it was sent, in a pooled buffer.</summary>
internal readonly struct RawBody : IDisposable
{
    private const int FirstGuess = 4096;

    private readonly byte[]? _buffer;
    private readonly int _length;

    private RawBody(byte[]? buffer, int length) => (_buffer, _length) = (buffer, length);

    public bool IsTooLarge => _buffer is null;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads to the end, or until there are more than <paramref name="limit"/> bytes, whatever Content-Length says.</summary>
    public static async ValueTask<RawBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return default;

        // One byte more than announced: then the last read sees the end without a larger buffer.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstGuess) + 1);
        var length = 0;
        try
        {
            int read;
            while (length <= limit && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        if (length <= limit)
            return new RawBody(buffer, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return default;
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
