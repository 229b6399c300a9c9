namespace Coordinator.Core.State;

/// <summary>Run memory cannot store or read: nothing was recorded, and the run goes on from its last fact when it can again.</summary>
public sealed class RunMemoryException : Exception
{
    public RunMemoryException()
    {
    }

    public RunMemoryException(string message)
        : base(message)
    {
    }

    public RunMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
