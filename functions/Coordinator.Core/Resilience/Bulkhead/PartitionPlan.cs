namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>Which call belongs to which partition (<c>config/bulkheads.yaml</c>).</summary>
public sealed class PartitionPlan
{
    private readonly List<Partition> _partitions;
    private readonly List<(string Prefix, Partition Partition)> _byPrefix;

    /// <summary>Partitions <c>default</c> and <c>llm</c> are there in any case, with the numbers of the original.</summary>
    public PartitionPlan(IEnumerable<Partition> partitions)
    {
        _partitions = [.. partitions];
        Rest = Find(Partition.Rest) ?? Added(new Partition(Partition.Rest, 20, TimeSpan.FromSeconds(30)));
        Model = Find(Partition.Model) ?? Added(new Partition(Partition.Model, 8, TimeSpan.FromSeconds(90)));
        _byPrefix = [.. _partitions.SelectMany(partition => partition.Tools.Select(prefix => (prefix, partition))).OrderByDescending(pair => pair.prefix.Length)];
    }

    public IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>Of model calls.</summary>
    public Partition Model { get; }

    /// <summary>Of tools that no prefix names.</summary>
    public Partition Rest { get; }

    /// <summary>The longest prefix decides.</summary>
    public Partition OfTool(string tool) =>
        _byPrefix.Find(pair => tool.StartsWith(pair.Prefix, StringComparison.Ordinal)).Partition ?? Rest;

    public Partition? Find(string name) => _partitions.Find(partition => partition.Name == name);

    /// <summary>The same with another partition of that name.</summary>
    public PartitionPlan With(Partition changed) => new(_partitions.Select(partition => partition.Name == changed.Name ? changed : partition));

    private Partition Added(Partition partition)
    {
        _partitions.Add(partition);
        return partition;
    }
}
