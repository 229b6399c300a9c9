using Coordinator.Core.Execution.Drains;

namespace Coordinator.Http.Drains;

/// <summary>A drain in one or two sentences: who began it, when, and what ends it.</summary>
internal static class DrainWords
{
    public static string Of(Drain drain) => drain switch
    {
        { IsSetting: true } => $"Draining, as {DrainSwitch.Variable} is true; it ends with a restart without that.",
        { Known: { On: true } known } => $"Draining since {known.Since:yyyy-MM-dd HH:mm:ss}Z, by {known.By}; 'coordinator drain off' ends it.",
        _ => "Not draining.",
    };
}
