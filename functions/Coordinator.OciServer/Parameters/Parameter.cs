using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Parameters;

/// <summary>One parameter of a tool: what <c>tools/list</c> says of it, and what callers are held to.</summary>
internal sealed record Parameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>What every tool of OCI takes besides its own parameters.</summary>
    public static readonly IReadOnlyList<Parameter> OfEveryOciTool =
    [
        new(ProfileName, ParameterKind.Text, "Profile of ~/.oci/config; default OCI_CLI_PROFILE, else DEFAULT."),
        new(RegionName, ParameterKind.Text, "Region such as eu-frankfurt-1; default that of the profile."),
    ];

    public const string ProfileName = "profile";
    public const string RegionName = "region";

    public bool Required { get; init; }

    /// <summary>Of a number.</summary>
    public double? Least { get; init; }

    /// <summary>Of a number.</summary>
    public double? Most { get; init; }

    public JsonNode? Default { get; init; }

    /// <summary>The words a text may be, whatever their case; of an OCID the kinds it may be of; else empty.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A regular expression for the whole text.</summary>
    public string? Pattern { get; init; }

    /// <summary>Other names by which callers may give it, not shown to them.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a value can stand inside a longer text without changing what that text means.</summary>
    public bool IsTame => Kind is ParameterKind.Integer or ParameterKind.Number or ParameterKind.Boolean or ParameterKind.Date or ParameterKind.Time or ParameterKind.Ocid
        || Pattern is not null
        || Values.Count > 0;

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = JsonType, ["description"] = Description };
        if (Kind == ParameterKind.List) schema["items"] = new JsonObject { ["type"] = "string" };
        if (Default is not null) schema["default"] = Default.DeepClone();
        if (Least is { } least) schema["minimum"] = least;
        if (Most is { } most) schema["maximum"] = most;
        if (Pattern is not null) schema["pattern"] = Pattern;
        if (Kind == ParameterKind.Date) schema["format"] = "date";
        if (Kind == ParameterKind.Time) schema["format"] = "date-time";
        if (Kind == ParameterKind.Text && Values.Count > 0) schema["enum"] = new JsonArray([.. Values.Select(value => JsonValue.Create(value))]);
        return schema;
    }

    private string JsonType => Kind switch
    {
        ParameterKind.Integer => "integer",
        ParameterKind.Number => "number",
        ParameterKind.Boolean => "boolean",
        ParameterKind.List => "array",
        _ => "string",
    };
}
