using System.Text.Json;

namespace Coordinator.CrashCampaign.Host;

/// <summary>A run as <c>GET /runs/{id}</c> shows it.</summary>
internal sealed class RunJournal(JsonElement run)
{
    public string Status => run.GetProperty("status").GetString()!;

    public bool IsFinished => IsEnd(Status);

    public DateTimeOffset ReceivedAt => run.GetProperty("received_at").GetDateTimeOffset();

    /// <summary>The last fact.</summary>
    public DateTimeOffset EndedAt => run.GetProperty("updated_at").GetDateTimeOffset();

    public int UnknownSteps => run.GetProperty("steps").EnumerateArray().Count(step => step.TryGetProperty("outcome", out var outcome) && outcome.GetString() == "unknown");

    /// <summary>Posts that were found in the thread instead of posted again.</summary>
    public int Healed => Facts("reply_posted").Count(fact => fact.TryGetProperty("healed", out var healed) && healed.GetBoolean());

    /// <summary>A crash came between the post of the whole answer and the run's end.</summary>
    public bool DiedAnswered
    {
        get
        {
            var answered = Facts("reply_posted").Where(fact => fact.GetProperty("final").GetBoolean()).Select(Number).DefaultIfEmpty(int.MaxValue).Max();
            return Facts("run_resumed").Any(fact => Number(fact) > answered);
        }
    }

    public string History => string.Join(' ', run.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("key").GetString()));

    public static bool IsEnd(string? status) => status is "answered" or "failed" or "stopped";

    private IEnumerable<JsonElement> Facts(string type) => run.GetProperty("facts").EnumerateArray().Where(fact => fact.GetProperty("type").GetString() == type);

    private static int Number(JsonElement fact) => fact.GetProperty("number").GetInt32();
}
