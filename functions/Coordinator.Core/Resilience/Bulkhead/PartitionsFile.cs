using Coordinator.Core.Configuration;

namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>Reads <c>config/bulkheads.yaml</c>.</summary>
public static class PartitionsFile
{
    private const int LongestWaitSeconds = 3600;

    /// <exception cref="ConfigException">With file, line and field of everything that is wrong.</exception>
    public static PartitionPlan Parse(string file, string text)
    {
        var problems = new List<ConfigProblem>();
        var partitions = new List<Partition>();
        var yaml = YamlMap.Parse(file, text, problems);
        yaml?.RefuseUnknown("partitions");
        var map = yaml?.Map("partitions", required: true);
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in map?.Names ?? [])
        {
            if (map!.Map(name) is { } partition)
            {
                partitions.Add(Read(name, partition, prefixes));
            }
        }

        return problems.Count == 0 ? new PartitionPlan(partitions) : throw new ConfigException(problems);
    }

    private static Partition Read(string name, YamlMap yaml, Dictionary<string, string> prefixes)
    {
        yaml.RefuseUnknown("max_concurrent", "wait_seconds", "tools");
        if (name.Length is 0 or > 50 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
        {
            yaml.Problem("max_concurrent", $"The partition's name '{name}' must be 1 to 50 lower-case letters, digits and '_'.");
        }

        var tools = yaml.Texts("tools");
        if (tools.Count > 0 && name is (Partition.Model or Partition.Rest))
        {
            yaml.Problem("tools", $"'{name}' takes no prefixes: {(name == Partition.Model ? "it is for model calls" : "it has the tools that no other partition names")}.");
        }

        foreach (var prefix in tools)
        {
            if (!prefixes.TryAdd(prefix, name))
            {
                yaml.Problem("tools", $"'{prefix}' belongs to '{prefixes[prefix]}' already.");
            }
        }

        return new Partition(name, Whole(yaml, "max_concurrent", Partition.LargestLimit), TimeSpan.FromSeconds(Whole(yaml, "wait_seconds", LongestWaitSeconds))) { Tools = tools };
    }

    private static int Whole(YamlMap yaml, string name, int most)
    {
        if (!yaml.Has(name))
        {
            yaml.Problem(name, $"Is missing: a whole number from 1 to {most}.");
        }

        var number = yaml.Number(name, 1, most) ?? 1;
        if (!double.IsInteger(number))
        {
            yaml.Problem(name, $"'{number}' is not a whole number.");
        }

        return (int)number;
    }
}
