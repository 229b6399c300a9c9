using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Coordinator.Core.Models;

/// <summary>
/// Makes stored assistant messages fit to be sent again: providers refuse a history with repeated or odd call ids, odd tool names or missing arguments,
/// and small local models produce all of these.
/// </summary>
internal sealed partial class ToolCallHistory
{
    private const int LongestName = 128;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private int _renamed;

    /// <summary>The message itself, or a copy with its calls repaired.</summary>
    public ChatMessage Add(ChatMessage message)
    {
        var contents = message.Contents.Select(content => content is FunctionCallContent call ? Repaired(call) : content).ToList();
        return contents.SequenceEqual(message.Contents) ? message : new ChatMessage(message.Role, contents);
    }

    private FunctionCallContent Repaired(FunctionCallContent call)
    {
        var id = IdPattern().IsMatch(call.CallId) && _ids.Add(call.CallId) ? call.CallId : NextId();
        var name = NameOf(call);
        return id == call.CallId && name == call.Name && call.Arguments is not null
            ? call
            : new FunctionCallContent(id, name, call.Arguments ?? new Dictionary<string, object?>()) { AdditionalProperties = call.AdditionalProperties };
    }

    private string NextId()
    {
        string id;
        do
            id = $"call_r{++_renamed}";
        while (!_ids.Add(id));
        return id;
    }

    private static string NameOf(FunctionCallContent call)
    {
        var name = OddCharacters().Replace(call.Name, "_");
        return name.Length switch { 0 => "unnamed", > LongestName => name[..LongestName], _ => name };
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+\\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex("[^a-zA-Z0-9_-]")]
    private static partial Regex OddCharacters();
}
