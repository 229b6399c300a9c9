namespace Coordinator.Core.State;

/// <summary>The run memory could not do what was asked: nothing of the write is promised to be stored. The message names the cause and the fix; no secrets.</summary>
public sealed class RunMemoryException(string message, Exception? inner = null) : Exception(message, inner);
