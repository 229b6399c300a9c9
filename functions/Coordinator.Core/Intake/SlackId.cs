namespace Coordinator.Core.Intake;

/// <summary>Which of Slack's identifiers may become part of a run id: nothing that a blob name, a URL or a durable instance id would misread.</summary>
internal static class SlackId
{
    /// <summary>With three such parts a run id stays far below the 256 characters of a durable instance id.</summary>
    private const int MaxLength = 64;

    public static bool IsValid(string? id)
    {
        if (id is not { Length: > 0 and <= MaxLength })
            return false;
        foreach (var character in id)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
                return false;
        }

        return true;
    }

    /// <summary>Digits, a point, digits: <c>1606810819.000800</c>.</summary>
    public static bool IsTimestamp(string? ts)
    {
        if (ts is not { Length: >= 3 and <= 32 })
            return false;
        var point = ts.IndexOf('.', StringComparison.Ordinal);
        return point > 0
            && point < ts.Length - 1
            && !ts.AsSpan(0, point).ContainsAnyExceptInRange('0', '9')
            && !ts.AsSpan(point + 1).ContainsAnyExceptInRange('0', '9');
    }
}
