using System.Text.RegularExpressions;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>The part of Search's language that the simulator knows: <c>query instance, vcn resources where displayName = 'x' &amp;&amp; lifecycleState = 'RUNNING'</c>.</summary>
internal sealed partial class ResourceQuery
{
    private readonly HashSet<string> types;
    private readonly List<(string Field, string Operator, string Value)> conditions;

    private ResourceQuery(HashSet<string> types, List<(string, string, string)> conditions) => (this.types, this.conditions) = (types, conditions);

    public static ResourceQuery? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        var types = match.Groups["types"].Value.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var conditions = match.Groups["condition"].Captures.Select(capture => Condition().Match(capture.Value)).ToList();
        return new ResourceQuery(types, conditions.ConvertAll(condition => (condition.Groups[1].Value.ToLowerInvariant(), condition.Groups[2].Value, condition.Groups[3].Value)));
    }

    public bool Selects(Resource resource) => (types.Contains("all") || types.Contains(resource.ResourceType)) && conditions.TrueForAll(condition => Holds(condition, resource));

    /// <summary>As in Search, letter case does not count.</summary>
    private static bool Holds((string Field, string Operator, string Value) condition, Resource resource)
    {
        var value = condition.Field switch
        {
            "displayname" => resource.DisplayName,
            "compartmentid" => resource.CompartmentId,
            "lifecyclestate" => resource.LifecycleState,
            "identifier" => resource.Identifier,
            _ => resource.ResourceType,
        };
        return condition.Operator switch
        {
            "=" => value.Equals(condition.Value, StringComparison.OrdinalIgnoreCase),
            "!=" => !value.Equals(condition.Value, StringComparison.OrdinalIgnoreCase),
            _ => value.Contains(condition.Value, StringComparison.OrdinalIgnoreCase),
        };
    }

    [GeneratedRegex(@"^\s*query\s+(?<types>[a-z]+(\s*,\s*[a-z]+)*)\s+resources(\s+where\s+(?<condition>(displayName|compartmentId|lifecycleState|identifier|resourceType)\s*(=~|!=|=)\s*'[^']*')(\s*&&\s*(?<condition>(displayName|compartmentId|lifecycleState|identifier|resourceType)\s*(=~|!=|=)\s*'[^']*'))*)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(\w+)\s*(=~|!=|=)\s*'([^']*)'$")]
    private static partial Regex Condition();
}
