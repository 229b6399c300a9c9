using System.Globalization;

namespace Coordinator.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Section">Lines of one section stand together.</param>
/// <param name="What">What was measured.</param>
/// <param name="Value">With its unit.</param>
internal sealed record Figure(string Section, string What, string Value)
{
    /// <summary>The figure as a multiple of a baseline of the same run.</summary>
    public string? Ratio { get; init; }

    public string? Target { get; init; }

    /// <summary>Null if there is no target, or if it could not be judged.</summary>
    public bool? Met { get; init; }

    /// <summary>A time beside its baseline.</summary>
    public static Figure OfTime(string section, string what, double milliseconds, double baseline, string baselineName) =>
        new(section, what, Milliseconds(milliseconds)) { Ratio = Times(milliseconds / baseline, baselineName) };

    public static string Times(double ratio, string baselineName) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0#} x {baselineName}");

    public static string Milliseconds(double milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds.ToString(Math.Abs(milliseconds) < 10 ? "0.000" : Math.Abs(milliseconds) < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)} ms");

    public static string Count(double number) => string.Create(CultureInfo.InvariantCulture, $"{number:#,0}");

    /// <summary>The same figure with the target it is held against.</summary>
    public Figure Against(string target, bool met) => this with { Target = target, Met = met };
}
