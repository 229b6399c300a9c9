namespace Coordinator.Core.Execution.Drains;

/// <summary>How many steps this process carries out now.</summary>
public sealed class StepsUnderWay
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
