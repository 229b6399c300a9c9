namespace Coordinator.DemoServer.State;

/// <summary>The state on disk cannot be used as it is. The message says which file and why; nothing was overwritten.</summary>
internal sealed class StateFileException : Exception
{
    public StateFileException(string message)
        : base(message)
    {
    }

    public StateFileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
