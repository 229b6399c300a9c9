using System.Text.Json.Serialization;

namespace Coordinator.Core.Runs;

/// <summary>Where a run stands, for lists and pages. The facts are what counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Accepted; nothing was done yet, or an earlier run of its thread is still going.</summary>
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Waits for a timer or a signal; nothing is in flight.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>Ended with a dead letter.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("stopped")] Stopped,

    /// <summary>Holds a fact this version does not understand: shown, never touched.</summary>
    [JsonStringEnumMemberName("parked")] Parked,
}
