using Coordinator.Core.Failures;

namespace Coordinator.Core.Replies;

/// <summary>The Slack Web API methods that a run needs. One attempt a call; a timed-out post is healed, never repeated blindly.</summary>
public interface ISlackApi
{
    /// <summary><c>auth.test</c>.</summary>
    Task<Outcome<SlackIdentity>> TestAuthAsync(CancellationToken cancellationToken);

    /// <summary><c>chat.postMessage</c>; gives the new message's <c>ts</c>.</summary>
    Task<Outcome<string>> PostAsync(SlackPost post, CancellationToken cancellationToken);

    /// <summary><c>chat.update</c> of the message <paramref name="ts"/>; gives its <c>ts</c>.</summary>
    Task<Outcome<string>> UpdateAsync(string ts, SlackPost post, CancellationToken cancellationToken);

    /// <summary><c>conversations.replies</c>, all pages since <paramref name="oldest"/>: the <c>ts</c> of our message with that metadata, or "" if it is not there.</summary>
    Task<Outcome<string>> FindPostAsync(SlackPost post, DateTimeOffset oldest, CancellationToken cancellationToken);
}
