using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary>One request as the stub received it, read alike from both APIs.</summary>
public sealed record ModelRequest
{
    /// <summary>1 for the stub's first.</summary>
    public required int Number { get; init; }

    /// <summary><c>anthropic</c> or <c>openai</c>.</summary>
    public required string Wire { get; init; }

    public required JsonObject Body { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Why a real API would refuse it (it was answered 400); null if it is valid.</summary>
    public string? Problem { get; init; }

    public string System { get; init; } = "";

    /// <summary>Without the system message. Empty if there is a <see cref="Problem"/>.</summary>
    public IReadOnlyList<ModelRequestMessage> Messages { get; init; } = [];

    /// <summary>Names of the declared tools.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Completes when the caller closes the connection before the answer is complete.</summary>
    public required Task CallerGone { get; init; }

    public bool Stream => Body["stream"]?.GetValue<bool>() == true;

    /// <summary>The newest text of the user.</summary>
    public string UserText => Messages.LastOrDefault(message => message.Role == "user" && message.Text.Length > 0)?.Text ?? "";

    /// <summary>Results of all tool calls so far, oldest first.</summary>
    public IReadOnlyList<StubResult> Results => [.. Messages.SelectMany(message => message.Results)];
}

/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
public sealed record ModelRequestMessage(string Role, string Text, IReadOnlyList<StubCall> Calls, IReadOnlyList<StubResult> Results);

/// <summary>A tool's result as it was sent to the model.</summary>
public sealed record StubResult(string CallId, string Text);
