using System.Text.Json;

namespace Coordinator.Cli.Output;

/// <param name="Head">In capitals.</param>
internal sealed record Column(string Head, Func<JsonElement, string> Of, bool IsNumber = false)
{
    /// <summary>The member as it is.</summary>
    public Column(string head, string member, bool isNumber = false)
        : this(head, row => row.Text(member), isNumber)
    {
    }
}
