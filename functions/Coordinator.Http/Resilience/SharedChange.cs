using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Resilience;

/// <summary>The answer to a change of what all instances share. While the shared store is away it says in <c>note</c> that the change is not shared, and will be lost.</summary>
internal sealed class SharedChange(IStateStore store)
{
    public async Task<IResult> AnswerAsync(object answer, CancellationToken cancellationToken)
    {
        var json = WebJson.ToNode(answer);
        if ((await store.CheckAsync(cancellationToken)).Outage is { } outage)
        {
            json["note"] = $"Shared state is away ({outage.Reason.TrimEnd('.')}). This holds on this instance only, and until the shared state is back: do it again then.";
        }

        return WebJson.Ok(json);
    }
}
