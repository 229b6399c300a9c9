using System.Text.Json;
using Coordinator.Core.Models;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Execution;

/// <summary>A turn in which an operator replaced the arguments of one call. The model is told the arguments that were used.</summary>
internal static class EditedTurn
{
    public static (TurnTaken Fact, TurnContent Content) Of(TurnTaken fact, TurnContent content, int index, JsonElement arguments)
    {
        var edited = content.Calls[index] with { Arguments = arguments, Malformed = null };
        return (
            fact with { Calls = [.. fact.Calls.Select((call, at) => at == index ? call with { Digest = CallDigest.Of(edited) } : call)] },
            content with { Calls = [.. content.Calls.Select((call, at) => at == index ? edited : call)], Message = Message(content.Message, index, arguments) });
    }

    private static string? Message(string? json, int index, JsonElement arguments)
    {
        if (json is null)
        {
            return null;
        }

        var message = ModelMessages.FromJson(json);
        var call = ModelMessages.Calls(message).Where(call => !call.InformationalOnly).ElementAt(index);
        call.Arguments = arguments.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal);
        call.AdditionalProperties = null;
        return ModelMessages.ToJson(message);
    }
}
