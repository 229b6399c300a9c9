using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tests.Failures;

public sealed partial class ErrorTableTests
{
    /// <summary>Runbook 9.2 in its own words.</summary>
    [Theory]
    [InlineData(400, "Bad request", "Check parameters")]
    [InlineData(401, "Unauthorized", "Refresh OCI config")]
    [InlineData(403, "Forbidden", "Check IAM policies")]
    [InlineData(404, "Not found", "Verify OCID exists")]
    [InlineData(429, "Rate limited", "Wait and retry")]
    [InlineData(500, "Server error", "Retry with backoff")]
    [InlineData(503, "Service unavailable", "Wait for OCI recovery")]
    public void OfStatus_WhenTheRunbookHasIt_IsTheRunbooksRow(int status, string meaning, string action) =>
        Assert.Equal(new ErrorRow($"{status}", meaning, action), ErrorTable.OfStatus(status));

    [Theory]
    [InlineData(507, "Retry with backoff")]
    [InlineData(418, null)]
    [InlineData(200, null)]
    [InlineData(600, null)]
    [InlineData(-1, null)]
    public void OfStatus_WhenItIsNotListed_KnowsOnlyServerErrors(int status, string? action) => Assert.Equal(action, ErrorTable.OfStatus(status)?.Action);

    /// <summary>What says itself what to do, and what is not a failure of a call, has no row.</summary>
    [Fact]
    public void Rows_AreThereForEveryClass()
    {
        FailureClass[] without = [FailureClass.Unknown, FailureClass.Tool, FailureClass.Cancelled, FailureClass.OutOfTime];

        var classes = Enum.GetValues<FailureClass>().Except(without).ToList();

        Assert.Equal(classes.Except([FailureClass.NotFound]).Order(), ErrorTable.Server.Keys.Order());
        Assert.Equal(classes.Except([FailureClass.HeldBack]).Order(), ErrorTable.Model.Keys.Order());
    }

    [Fact]
    public void Document_HasTheTables()
    {
        var documented = Row().Matches(File.ReadAllText(Document())).Select(match => new ErrorRow(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)).ToList();

        ErrorRow[] known = [.. ErrorTable.Service, .. ErrorTable.Server.Values, ErrorTable.OutOfTime, .. ErrorTable.Model.Values, .. ErrorTable.Slack];

        Assert.Equal(known.Order(ByText), documented.Order(ByText));
    }

    private static readonly Comparer<ErrorRow> ByText = Comparer<ErrorRow>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}"));

    private static string Document([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file)!;
        while (!File.Exists(Path.Combine(folder, "Coordinator.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs", "errors.md");
    }

    [GeneratedRegex(@"^\| (\d{3}|[a-z_]+) \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
