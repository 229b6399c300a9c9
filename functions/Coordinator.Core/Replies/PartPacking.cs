using System.Text;
using System.Text.Json.Nodes;

namespace Coordinator.Core.Replies;

/// <summary>Fills messages with blocks, in order, each message within Slack's limits.</summary>
internal sealed class PartPacking
{
    /// <summary>A block's own share of the message's size.</summary>
    private const int BlockOverhead = 40;

    private readonly List<SlackPart> _parts = [];
    private readonly List<SlackBlock> _blocks = [];
    private int _length;

    /// <summary>Slack takes one table block a message.</summary>
    public bool HasTable { get; private set; }

    public void Add(SlackBlock block)
    {
        if (_blocks.Count == SlackLimits.Blocks || _length + block.Length + BlockOverhead > SlackLimits.MessageText)
            StartPart();
        Append(block);
    }

    public void AddTable(SlackBlock table)
    {
        if (HasTable)
            StartPart();
        Add(table);
        HasTable = true;
    }

    public IReadOnlyList<SlackPart> Finish()
    {
        EndPart();
        return _parts;
    }

    private void StartPart()
    {
        var heading = _blocks is [_, .., { KeepWithNext: true } last] ? last : null;
        if (heading is not null)
            _blocks.RemoveAt(_blocks.Count - 1);

        EndPart();
        if (heading is not null)
            Append(heading);
    }

    private void Append(SlackBlock block)
    {
        _blocks.Add(block);
        _length += block.Length + BlockOverhead;
    }

    private void EndPart()
    {
        // Dividers alone say nothing, and Slack refuses a message without text.
        if (FallbackText() is { Length: > 0 } text)
            _parts.Add(new SlackPart(text, new JsonArray([.. _blocks.Select(block => block.Json)])));
        _blocks.Clear();
        (_length, HasTable) = (0, false);
    }

    private string FallbackText()
    {
        var text = new StringBuilder();
        foreach (var line in _blocks.SelectMany(block => block.Fallback.Split('\n')))
        {
            if (text.Length + line.Length + 2 > SlackLimits.FallbackText)
                return text.Append('…').ToString();
            text.Append(line).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
