namespace Coordinator.Benchmarks;

/// <summary>Some figures that are measured together.</summary>
internal interface IBenchmark
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>How it is measured, for the reader of the report.</summary>
    string Method { get; }

    Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken);
}
