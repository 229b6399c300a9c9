using Coordinator.Core.Failures;
using Coordinator.Core.Replies;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Answers <c>auth.test</c> and counts how often it was asked.</summary>
internal sealed class FakeSlack : ISlackApi
{
    public Outcome<SlackIdentity> Answer { get; set; } = new SlackIdentity("T1", "Acme", "U1", "B1");

    /// <summary>When set, the answer is awaited from it.</summary>
    public Task<Outcome<SlackIdentity>>? Pending { get; set; }

    public int Asked { get; private set; }

    public Task<Outcome<SlackIdentity>> TestAuthAsync(CancellationToken cancellationToken)
    {
        Asked++;
        return Pending ?? Task.FromResult(Answer);
    }

    public Outcome<string> Posted { get; set; } = "1700000000.000100";

    public List<SlackPost> Posts { get; } = [];

    public Task<Outcome<string>> PostAsync(SlackPost post, CancellationToken cancellationToken)
    {
        Posts.Add(post);
        return Task.FromResult(Posted);
    }

    public Task<Outcome<string>> UpdateAsync(string ts, SlackPost post, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Outcome<string>> FindPostAsync(SlackPost post, DateTimeOffset oldest, CancellationToken cancellationToken) => throw new NotSupportedException();
}
