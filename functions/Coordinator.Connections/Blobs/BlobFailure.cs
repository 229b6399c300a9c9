using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>What went wrong with the storage account and what its operator can do, in one sentence each. Neither holds more of the account than its address.</summary>
internal static class BlobFailure
{
    public static RunMemoryException TimedOut(Uri container, TimeSpan limit, Exception cause) =>
        new($"{Name(container)} did not answer within {limit.TotalSeconds:0.###} s. Check the network path to the storage account; what was being stored may or may not be stored.", cause);

    public static RunMemoryException Failed(Uri container, Exception cause) => new($"{Name(container)} {Explain(cause)}", cause);

    public static RunMemoryException Damaged(string blob, JsonException cause) =>
        new($"{blob} cannot be read: it is damaged or was written by a newer version. It was left as it is: run that version, or restore the blob.", cause);

    public static RunMemoryException NoRun(string runId) => new($"There is no run {runId}.");

    public static RunMemoryException Gone(string run) => new($"The log of run {run} was removed while the run was being added. Send the message again.");

    private static string Explain(Exception cause) => cause switch
    {
        RequestFailedException { Status: 0 } => "cannot be reached. Check its name, the network and the account's firewall.",
        RequestFailedException failed => Explain(failed),
        AggregateException or HttpRequestException or IOException or OperationCanceledException => "cannot be reached. Check the network and the account's firewall.",
        _ => $"could not be used ({cause.GetType().Name}). If it is an identity that is used, check that it exists and that a token for it can be had.",
    };

    private static string Explain(RequestFailedException failed) => failed switch
    {
        { ErrorCode: "AuthorizationPermissionMismatch" } => "refuses the identity: give it the role Storage Blob Data Contributor on the account (it takes a few minutes).",
        { ErrorCode: "KeyBasedAuthenticationNotPermitted" } => "allows no keys: use an identity instead of a connection string.",
        { Status: 401 or 403 } => $"refuses access ({failed.ErrorCode ?? "no code"}): check the key or identity, the account's firewall and this machine's clock.",
        { Status: 429 or 503 } => "is busy or throttles the account. It is tried again later.",
        { ErrorCode: "BlockCountExceedsLimit" } => "takes no more than 50,000 lines for one run. Stop that run and ask again.",
        { Status: 413 } => "refuses a line of that size: a single fact must stay below 4 MiB.",
        _ when failed.ErrorCode == BlobErrorCode.ContainerBeingDeleted => "is being deleted. It can be used again about a minute after that.",
        { Status: >= 500 } => $"failed (status {failed.Status}, {failed.ErrorCode ?? "no code"}). It is tried again later.",
        _ => $"refused an operation (status {failed.Status}, {failed.ErrorCode ?? "no code"}).",
    };

    private static string Name(Uri container) => $"Blob container {container.GetLeftPart(UriPartial.Path)}";
}
