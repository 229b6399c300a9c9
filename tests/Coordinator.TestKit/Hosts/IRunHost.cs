using Coordinator.Core.Intake;
using Coordinator.Core.State;

namespace Coordinator.TestKit.Hosts;

/// <summary>A host under test while it is up.</summary>
public interface IRunHost : IAsyncDisposable
{
    IRunStarter Starter { get; }

    IRunMemory Memory { get; }

    /// <summary>Goes down as if it had been killed: what is under way is forgotten, only run memory is left.</summary>
    Task CrashAsync();

    /// <summary>What finds runs that nobody carries out: at start on one host, by a timer on another.</summary>
    Task SweepAsync();
}
