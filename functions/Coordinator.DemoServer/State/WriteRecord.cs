using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.State;

/// <summary>One line of the log of writes.</summary>
/// <param name="Seq">1 for the first write to a state file; makes two otherwise equal lines differ.</param>
/// <param name="Instance">Display name.</param>
/// <param name="InstanceId">Display names are not unique.</param>
internal sealed record WriteRecord(
    long Seq, DateTimeOffset At, string Tool, string Instance, string InstanceId, string? EffectKey, PowerState From, PowerState To);
