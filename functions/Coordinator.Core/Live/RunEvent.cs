using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Live;

/// <summary>What a watcher of a run is told: a <see cref="FactRecorded"/> or a <see cref="ProgressReported"/>.</summary>
public abstract record RunEvent;

/// <summary>Happened and stored; every watcher gets each fact once, in order.</summary>
public sealed record FactRecorded(StoredFact Stored) : RunEvent;

/// <summary>Happening right now; may be lost, and may arrive after the fact that ended it.</summary>
public sealed record ProgressReported(RunProgress Progress) : RunEvent;
