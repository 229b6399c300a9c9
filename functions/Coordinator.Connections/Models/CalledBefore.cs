using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Coordinator.Connections.Models;

/// <summary>
/// The tools named in a history, without parameters. A question without tools whose history holds calls is refused by Anthropic's API:
/// it must declare tools, and may then forbid their use.
/// </summary>
internal static class CalledBefore
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static IReadOnlyList<AIFunctionDeclaration> In(IEnumerable<ChatMessage> messages) =>
    [
        .. messages
            .SelectMany(message => message.Contents.OfType<FunctionCallContent>())
            .Select(call => call.Name)
            .Distinct(StringComparer.Ordinal)
            .Select(name => AIFunctionFactory.CreateDeclaration(name, "Not available any more.", Schema)),
    ];
}
