namespace Coordinator.Benchmarks;

/// <summary>Some figures that are measured together.</summary>
internal interface IBenchmark
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    string Title { get; }

    Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken);
}
