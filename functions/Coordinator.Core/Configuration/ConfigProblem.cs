namespace Coordinator.Core.Configuration;

/// <summary>Something wrong in a configuration file, and where.</summary>
/// <param name="Field">Path of the field, e.g. <c>servers.oci-unified.command</c>; empty for the whole file.</param>
public sealed record ConfigProblem(string File, long Line, long Column, string Field, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {(Field.Length == 0 ? "" : $"{Field}: ")}{Message}";
}
