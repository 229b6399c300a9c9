namespace Coordinator.Http.Runs;

/// <summary>The name an API client gives itself; shown to people, proves nothing.</summary>
internal static class UserId
{
    public const int MaxCharacters = 100;

    public const string Rule = "user_id must be a text of 1 to 100 characters without control characters.";

    /// <summary>Null (not given) is valid.</summary>
    public static bool IsValid(string? userId) =>
        userId is null || (userId.Length is > 0 and <= MaxCharacters && !userId.Any(char.IsControl));
}
