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
            json["note"] = $"This holds on this instance only, and is lost when the shared state is back or the process ends. {outage.Reason}";
        }

        return WebJson.Ok(json);
    }
}
