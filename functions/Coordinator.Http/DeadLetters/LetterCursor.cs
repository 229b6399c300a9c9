using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Coordinator.Core.DeadLetters;

namespace Coordinator.Http.DeadLetters;

/// <summary>A place in a list of letters, as clients carry it.</summary>
internal static class LetterCursor
{
    public static string Write(DeadLetterPosition place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.Timestamp.UtcTicks} {place.Id}")));

    /// <summary>Null: it is none of ours.</summary>
    public static DeadLetterPosition? Read(string? cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && space < text.Length - 1
                && long.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
                    ? new DeadLetterPosition(new DateTimeOffset(ticks, TimeSpan.Zero), text[(space + 1)..])
                    : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
