namespace Coordinator.OciServer.Parameters;

/// <summary>What an argument is, as a definition's <c>type</c> names it.</summary>
internal enum ParameterKind
{
    Text,
    Integer,
    Number,
    Boolean,

    /// <summary><c>YYYY-MM-DD</c>.</summary>
    Date,

    /// <summary>RFC 3339, such as <c>2026-01-15T12:00:00Z</c>.</summary>
    Time,

    /// <summary>An OCID, of the kinds that <see cref="Parameter.Values"/> names, or of any.</summary>
    Ocid,

    /// <summary>A compartment: its OCID, its exact name, or its path from the root (<c>prod/network</c>). The tenancy counts as one.</summary>
    Compartment,

    /// <summary>A list of texts.</summary>
    List,
}
