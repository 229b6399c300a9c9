using System.Text.Json;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>Which arguments a refused call could not be made with.</summary>
public static class ArgumentNames
{
    /// <param name="said">What the server said: it is not said twice.</param>
    /// <returns><c>Unknown: tenancy. Known arguments: compartment_id, limit.</c> Null if all names are right, or nothing is known of them.</returns>
    public static string? Explain(JsonElement arguments, JsonElement schema, string said)
    {
        var known = ArgumentSchema.Of(schema);
        if (arguments.ValueKind != JsonValueKind.Object || known.Names is not { } names || (names.Count > 0 && names.All(name => said.Contains(name, StringComparison.Ordinal))))
        {
            return null;
        }

        var given = arguments.EnumerateObject().Select(argument => argument.Name).ToList();
        var unknown = given.Except(names).ToList();
        var missing = known.Required.Except(given).ToList();
        return unknown.Count == 0 && missing.Count == 0 ? null
            : $"{Listed("Unknown", unknown)}{Listed("Missing", missing)}Known arguments: {(names.Count == 0 ? "none" : string.Join(", ", names))}.";
    }

    private static string Listed(string what, List<string> names) => names.Count == 0 ? "" : $"{what}: {string.Join(", ", names)}. ";
}
