using System.Globalization;

namespace Coordinator.AwkwardServer;

/// <summary>How the server misbehaves as a whole. How a single call goes wrong is chosen by the tool that is called.</summary>
internal sealed record Quirks
{
    /// <summary>Answers neither <c>initialize</c> nor the newest revision's first question.</summary>
    public bool HangAtInitialize { get; init; }

    /// <summary>The revisions it speaks; another one asked for is answered with the first.</summary>
    public IReadOnlyList<string> Versions { get; init; } = ["2025-11-25", "2025-06-18"];

    /// <summary>A method it does not know is answered with <c>result: {}</c>, with nothing, or (normally) with an error.</summary>
    public string Unknown { get; init; } = "error";

    /// <summary>Tools on a page of <c>tools/list</c>; 0 lists all at once.</summary>
    public int PageSize { get; init; }

    /// <summary><c>tools/list</c> always names a next page.</summary>
    public bool EndlessPages { get; init; }

    /// <summary><c>tools/list</c> is answered this many times, then never again.</summary>
    public int? Lists { get; init; }

    /// <summary>The text of its resource <c>server://manifest</c>; <c>missing</c>: it has resources but not this one; <c>hang</c>: it never gives it; null: it has no resources.</summary>
    public string? Manifest { get; init; }

    /// <summary>stdio: exits with this code before it says anything.</summary>
    public int? ExitAtOnce { get; init; }

    /// <summary>stdio: megabytes written to stderr at the start and in each call.</summary>
    public int ChattyMegabytes { get; init; }

    /// <summary>stdio: lines that are not JSON between the messages.</summary>
    public bool Garbage { get; init; }

    /// <summary>stdio: does not end when its input ends.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>stdio: reads nothing after this many messages.</summary>
    public int? DeafAfter { get; init; }

    /// <summary>http: answer to the GET stream: 200, 404 or 405.</summary>
    public int GetStatus { get; init; } = 405;

    /// <summary>http: a DELETE is never answered.</summary>
    public bool HangAtDelete { get; init; }

    public static Quirks Parse(IEnumerable<string> options) => options.Aggregate(new Quirks(), (quirks, option) => With(quirks, option));

    private static Quirks With(Quirks quirks, string option)
    {
        var (name, value) = option.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (option[..at], option[(at + 1)..]) : (option, "");
        return name switch
        {
            "--hang-at-initialize" => quirks with { HangAtInitialize = true },
            "--versions" => quirks with { Versions = value.Split(',') },
            "--unknown" => quirks with { Unknown = value },
            "--page-size" => quirks with { PageSize = Number(value) },
            "--endless-pages" => quirks with { EndlessPages = true },
            "--lists" => quirks with { Lists = Number(value) },
            "--manifest" => quirks with { Manifest = value },
            "--exit-at-once" => quirks with { ExitAtOnce = Number(value) },
            "--chatty" => quirks with { ChattyMegabytes = Number(value) },
            "--garbage" => quirks with { Garbage = true },
            "--ignore-end" => quirks with { IgnoreEnd = true },
            "--deaf-after" => quirks with { DeafAfter = Number(value) },
            "--get-status" => quirks with { GetStatus = Number(value) },
            "--hang-at-delete" => quirks with { HangAtDelete = true },
            _ => throw new ArgumentException($"There is no quirk '{name}'.", nameof(option)),
        };
    }

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
