using System.Globalization;
using System.Text.Json.Nodes;

namespace Coordinator.Core.Tools;

/// <summary>How a tool is treated: its line in <c>config/tool-policy.yaml</c> over what its server says of it.</summary>
/// <param name="Write">It changes something: needs <c>ALLOW_MUTATIONS</c>, has an effect, is never repeated blindly.</param>
public sealed record ToolRule(bool Write)
{
    public ToolIdempotency Idempotency { get; init; }

    /// <summary>The argument that takes the effect key, with <see cref="ToolIdempotency.Argument"/>.</summary>
    public string? IdempotencyArgument { get; init; }

    /// <summary>How to find out whether a write of unknown outcome happened.</summary>
    public ToolVerification? Verify { get; init; }

    /// <summary>Hard limit of one attempt.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>Where neither policy nor server configuration says otherwise (the original's default).</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(120);
}

/// <summary>How a server recognises a repeated write.</summary>
public enum ToolIdempotency
{
    /// <summary>It does not: a write of unknown outcome is never sent again.</summary>
    None,

    /// <summary>By <c>_meta["coordinator/effectKey"]</c>.</summary>
    Meta,

    /// <summary>By an argument.</summary>
    Argument,
}

/// <summary>A read that shows whether a write happened.</summary>
/// <param name="Tool">The reading tool, on the same server.</param>
/// <param name="Arguments">Liquid template of each argument over <c>args</c>, the write's arguments.</param>
/// <param name="Expect">Liquid template over <c>args</c> and <c>result</c>: renders <c>succeeded</c>, <c>not_executed</c> or anything else for "cannot tell".</param>
public sealed record ToolVerification(string Tool, IReadOnlyDictionary<string, string> Arguments, string Expect)
{
    /// <summary>How an argument without a template in it is sent: whole numbers and true or false as such. Null: it is a text.</summary>
    internal static JsonNode? Literal(string argument) =>
        long.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : bool.TryParse(argument, out var flag) ? flag : null;
}
