namespace Coordinator.OciServer.Errors;

/// <summary>Ends a call with an answer that says why. Thrown across the layers of one call only, from whichever finds it out.</summary>
internal sealed class ToolException(ToolError error) : Exception(error.Message)
{
    public ToolError Error { get; } = error;
}
