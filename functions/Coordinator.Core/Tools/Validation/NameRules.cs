using System.Text.RegularExpressions;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Names are formed as their server promises, fit every provider, and belong to one tool; descriptions say something.</summary>
internal static class NameRules
{
    /// <summary>OpenAI takes 64 characters and refuses the whole request for a longer one.</summary>
    private const int LongestName = 64;

    private const int ShortestDescription = 10;

    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        var pattern = catalog.Config.Naming.Pattern;
        var expression = pattern.Length == 0 ? null : Expression(pattern);
        foreach (var card in catalog.OfServers)
        {
            if (card.Name.Length > LongestName)
            {
                yield return ToolIssue.Error(card.Name, card.Tool.Server, "name_too_long", $"It has {card.Name.Length} characters: some providers take at most {LongestName}, and refuse every question while such a tool is offered.");
            }

            if (expression is not null && !expression.IsMatch(card.Tool.Name) && !catalog.Config.Naming.Exceptions.Contains(card.Tool.Name))
            {
                var isClaimed = catalog.Config.Naming.Servers.Contains(card.Tool.Server);
                yield return new ToolIssue(isClaimed ? IssueSeverity.Warning : IssueSeverity.Info, card.Name, card.Tool.Server, "name_pattern", $"It is not named {pattern}.");
            }

            if (card.Tool.Description.Trim().Length < ShortestDescription)
            {
                yield return ToolIssue.Warning(card.Name, card.Tool.Server, "description_short", $"Its description has fewer than {ShortestDescription} characters: a model cannot tell what it is for.");
            }
        }

        foreach (var issue in Duplicates(catalog))
        {
            yield return issue;
        }
    }

    private static IEnumerable<ToolIssue> Duplicates(CatalogUnderTest catalog)
    {
        foreach (var same in catalog.Tools.GroupBy(tool => ToolCatalog.Callable(tool.Name)).Where(group => group.Count() > 1))
        {
            foreach (var tool in same.Skip(1))
            {
                var card = catalog.OfServers.FirstOrDefault(card => ReferenceEquals(card.Tool, tool));
                yield return card is null
                    ? ToolIssue.Error(same.Key, tool.Server, "duplicate_name", $"'{tool.Name}' cannot be called: its server has another tool that is called '{same.Key}'.")
                    : ToolIssue.Warning(card.Name, tool.Server, "duplicate_name", $"'{same.First().Server}' has a tool named '{same.Key}' too, and keeps the name; this one is called '{card.Name}'.");
            }
        }
    }

    private static Regex Expression(string pattern) => new(
        $"^{Regex.Escape(pattern).Replace(@"\{domain}", "[a-z][a-z0-9]*", StringComparison.Ordinal).Replace(@"\{action}", "[a-z0-9]+(?:_[a-z0-9]+)*", StringComparison.Ordinal)}$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));
}
