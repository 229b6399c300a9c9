using System.Text.Json.Serialization;

namespace Coordinator.Core.Runs;

/// <summary>Who asked.</summary>
/// <param name="Kind"><c>slack</c>, <c>api</c> or <c>page</c>.</param>
/// <param name="Team">Slack team id of the user's own workspace; empty elsewhere.</param>
/// <param name="Id">Slack user id, or the name an API client gave itself.</param>
public sealed record Actor(string Kind, string Team, string Id)
{
    /// <summary>One word for all of it: <c>slack:T024BE7LD:U012AB3CD</c>.</summary>
    [JsonIgnore]
    public string Name => $"{Kind}:{Team}:{Id}";
}
