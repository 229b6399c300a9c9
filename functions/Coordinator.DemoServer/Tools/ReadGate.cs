using Coordinator.DemoServer.Settings;

namespace Coordinator.DemoServer.Tools;

/// <summary>Lets the first reads of a process fail, where a test asked for it.</summary>
internal sealed class ReadGate(DemoOptions options)
{
    private int left = options.FailReads;

    public bool Fails() => Interlocked.Decrement(ref left) >= 0;
}
