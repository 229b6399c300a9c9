namespace Coordinator.Http.Configuration;

/// <summary>What the host would find at its next start.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Problems">Each would stop the start.</param>
/// <param name="Warnings">What is probably not meant so.</param>
/// <param name="Files">Empty: no host runs, so there is nothing to compare with.</param>
public sealed record ConfigReport(string Folder, IReadOnlyList<ConfigFinding> Problems, IReadOnlyList<ConfigFinding> Warnings, IReadOnlyList<ConfigFileState> Files)
{
    public bool Valid => Problems.Count == 0;
}

/// <param name="File">Null: it is a setting.</param>
/// <param name="Field">Path of the field in the file, or the variable; null: the whole file.</param>
public sealed record ConfigFinding(string? File, long? Line, long? Column, string? Field, string Message);

/// <param name="State">As it is on disk, compared with what the running host has read.</param>
public sealed record ConfigFileState(string File, ConfigFileChange State);

public enum ConfigFileChange
{
    Loaded,

    /// <summary>Takes effect at the next start, like the two below.</summary>
    Changed,

    New,

    Removed,
}

/// <summary>Reads files and settings as the host would at its next start, and starts nothing.</summary>
public interface IConfigCheck
{
    ConfigReport Check();
}
