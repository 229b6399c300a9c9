using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Replies;

namespace Coordinator.Connections.Slack;

/// <summary>Slack's Web API, as far as runs need it.</summary>
internal sealed class SlackClient(SlackTransport transport) : ISlackApi
{
    /// <summary>Of 200 messages each; a thread longer than that since its run began is not searched further.</summary>
    private const int MostPages = 50;

    public async Task<Outcome<SlackIdentity>> TestAuthAsync(CancellationToken cancellationToken)
    {
        const string method = "auth.test";
        IReadOnlyList<string>? scopes = null;
        var outcome = await transport.CallAsync(method, SlackBodies.Empty(), null, cancellationToken, heads => scopes = ScopesIn(heads));
        if (!outcome.IsSuccess)
            return outcome.Failure;

        var answer = outcome.Value;
        return (answer.Text("team_id"), answer.Text("user_id")) is ({ } team, { } user)
            ? new SlackIdentity(team, answer.Text("team") ?? team, user, answer.Text("bot_id")) { Url = answer.Text("url"), Scopes = scopes }
            : SlackFailures.Garbled(method, HttpStatusCode.OK);
    }

    public async Task<Outcome<string>> PostAsync(SlackPost post, CancellationToken cancellationToken)
    {
        const string method = "chat.postMessage";
        return Ts(method, await transport.CallAsync(method, SlackBodies.Post(post), post.Channel, cancellationToken));
    }

    public async Task<Outcome<string>> UpdateAsync(string ts, SlackPost post, CancellationToken cancellationToken)
    {
        const string method = "chat.update";
        return Ts(method, await transport.CallAsync(method, SlackBodies.Update(ts, post), null, cancellationToken));
    }

    public async Task<Outcome<string>> FindPostAsync(SlackPost post, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        const string method = "conversations.replies";
        if (post.ThreadTs is null)
            return new Failure(FailureClass.Validation, "Only messages in a thread can be found again.");

        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var outcome = await transport.CallAsync(method, SlackBodies.Replies(post, oldest, cursor), null, cancellationToken);
            if (!outcome.IsSuccess)
                return outcome.Failure;
            if (outcome.Value.Member("messages") is not { ValueKind: JsonValueKind.Array } messages)
                return SlackFailures.Garbled(method, HttpStatusCode.OK);

            var found = messages.EnumerateArray().FirstOrDefault(message => SlackBodies.IsMessageOf(post, message));
            if (found.Text("ts") is { } ts)
                return ts;

            cursor = outcome.Value.Member("response_metadata")?.Text("next_cursor");
            if (string.IsNullOrEmpty(cursor))
                return "";
        }

        return new Failure(FailureClass.Protocol, $"The thread has more than {MostPages} pages of replies.");
    }

    private static List<string>? ScopesIn(HttpResponseHeaders heads) => heads.TryGetValues("x-oauth-scopes", out var values)
        ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal)]
        : null;

    private static Outcome<string> Ts(string method, Outcome<JsonElement> outcome)
    {
        if (!outcome.IsSuccess)
            return outcome.Failure;

        return outcome.Value.Text("ts") is { Length: > 0 } ts ? ts : SlackFailures.Garbled(method, HttpStatusCode.OK);
    }
}
