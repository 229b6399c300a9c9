using Coordinator.Core.Configuration;
using Coordinator.Core.Resilience.Bulkhead;

namespace Coordinator.Core.Tests.Resilience;

public sealed class PartitionsFileTests
{
    [Theory]
    [InlineData("oci_database_list", "database")]
    [InlineData("oci_data", "default")]
    [InlineData("oci_database_execute_sql", "sql")]
    [InlineData("ping", "default")]
    public void OfTool_TheLongestPrefixDecides(string tool, string expected)
    {
        var plan = Parse("""
            partitions:
              database: {max_concurrent: 15, wait_seconds: 120, tools: [oci_database_]}
              sql: {max_concurrent: 2, wait_seconds: 10, tools: [oci_database_execute_]}
            """);

        Assert.Equal(expected, plan.OfTool(tool).Name);
        Assert.Equal((8, 20), (plan.Model.MaxConcurrent, plan.Rest.MaxConcurrent));
    }

    [Theory]
    [InlineData("partitions: {a: {wait_seconds: 1}}", "partitions.a.max_concurrent: Is missing: a whole number from 1 to 10000.")]
    [InlineData("partitions: {a: {max_concurrent: 0, wait_seconds: 1}}", "'0' is not a number from 1 to 10000.")]
    [InlineData("partitions: {a: {max_concurrent: 1.5, wait_seconds: 1}}", "'1.5' is not a whole number.")]
    [InlineData("partitions: {a: {max_concurrent: 1, wait_seconds: 99999}}", "'99999' is not a number from 1 to 3600.")]
    [InlineData("partitions: {a: {max_concurrent: 1, wait_seconds: 1, limit: 3}}", "Unknown field. Known here: max_concurrent, wait_seconds, tools.")]
    [InlineData("partitions: {llm: {max_concurrent: 1, wait_seconds: 1, tools: [x]}}", "'llm' takes no prefixes: it is for model calls.")]
    [InlineData("partitions: {a: {max_concurrent: 1, wait_seconds: 1, tools: [x]}, b: {max_concurrent: 1, wait_seconds: 1, tools: [x]}}", "'x' belongs to 'a' already.")]
    [InlineData("partitions: {A-b: {max_concurrent: 1, wait_seconds: 1}}", "must be 1 to 50 lower-case letters")]
    [InlineData("{}", "partitions: Is missing.")]
    public void Parse_WhenSomethingIsWrong_SaysWhereAndWhat(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<ConfigException>(() => Parse(text)).Message, StringComparison.Ordinal);

    private static PartitionPlan Parse(string text) => PartitionsFile.Parse("bulkheads.yaml", text);
}
