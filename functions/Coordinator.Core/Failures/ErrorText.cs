using System.Text;

namespace Coordinator.Core.Failures;

/// <summary>A failure in words for the model and the user: the cause, what it means, and the next step, each of them once.</summary>
public static class ErrorText
{
    public const string NextStep = "Next step:";

    /// <param name="cause">The other side's own words.</param>
    /// <param name="requestId">For a question to the other side's support; null if it gave none.</param>
    /// <returns><c>No such instance. 404 Not found. Next step: Verify OCID exists. Request id: abc.</c></returns>
    public static string Of(string cause, ErrorRow row, string? requestId = null)
    {
        var text = new StringBuilder(EndWithStop(cause));
        if (!Says(cause, row.Meaning))
        {
            var isStatus = char.IsAsciiDigit(row.Code[0]);
            text.Append(null, $" {(isStatus ? $"{row.Code} " : "")}{row.Meaning}.");
        }

        if (!Says(cause, row.Action))
        {
            text.Append(null, $" {NextStep} {row.Action}.");
        }

        if (requestId is not null && !Says(cause, requestId))
        {
            text.Append(null, $" Request id: {requestId}.");
        }

        return text.ToString();
    }

    /// <summary>Of a call that did not come to a result. What holds a call back says itself when it is tried again.</summary>
    public static string OfServer(Failure failure) => failure switch
    {
        { Class: FailureClass.HeldBack } => failure.Message,
        // The time went by before there was a connection to send it on.
        { Class: FailureClass.Timeout, MaybeExecuted: false } => Of(failure with { Class = FailureClass.Unavailable }, ErrorTable.Server),
        _ => Of(failure, ErrorTable.Server),
    };

    public static string OfModel(Failure failure) => Of(failure, ErrorTable.Model);

    public static string EndWithStop(string text) => text.TrimEnd() is { Length: > 0 } trimmed ? (trimmed[^1] is '.' or '!' or '?' or '…' ? trimmed : $"{trimmed}.") : "It gave no reason.";

    private static string Of(Failure failure, IReadOnlyDictionary<FailureClass, ErrorRow> table) =>
        // The sentence names what happened already: all that may be missing is the next step.
        table.TryGetValue(failure.Class, out var row) && !Says(failure.Message, NextStep) ? $"{EndWithStop(failure.Message)} {NextStep} {row.Action}." : failure.Message;

    private static bool Says(string cause, string words) => cause.Contains(words, StringComparison.OrdinalIgnoreCase);
}
