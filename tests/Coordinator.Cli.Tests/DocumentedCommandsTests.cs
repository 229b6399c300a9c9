using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Coordinator.Cli.Tests;

/// <summary>What docs/cli.md and docs/runbook.md say is what there is: each command of their blocks is run against a live host.</summary>
public sealed partial class DocumentedCommandsTests(RunningHost host)
{
    private static readonly string[] Documents = ["cli.md", "runbook.md"];

    public static TheoryData<string> Commands => [.. Documents.SelectMany(name => Block().Matches(Read(name))).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(IsCommand).Distinct()];

    /// <summary>Defect 32 of the original: snippets of the runbook named what did not exist.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Defect32_Command_IsDone(string line)
    {
        var ran = await host.RunAsync([.. await ArgumentsAsync(line)]);
        Assert.True(ran.ExitCode == 0, $"{ran.ExitCode}: {ran.Error}");
    }

    [Fact]
    public void Commands_ThatAreOnlyMentioned_AreThereToo()
    {
        var root = CoordinatorCommand.Root(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });
        var mentioned = Documents.SelectMany(name => Mention().Matches(Read(name))).Select(match => match.Groups[1].Value).ToList();
        Assert.True(mentioned.Count > 20, "The test would check nothing.");
        Assert.All(mentioned, words => Assert.True(IsThere(root, words), words));
    }

    [Fact]
    public void ExitCodes_AreAllListed()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);
        var listed = Read("cli.md").Split("## Exit codes")[1].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => int.Parse(line.Split('|')[1], null));
        Assert.Equal(codes.Order(), listed.Order());
    }

    /// <summary>Defect 31 of the original: documents told other limits than the code had. Variables and their defaults: SettingsDocumentTests.</summary>
    [Fact]
    public async Task Defect31_Limits_OfTheFiguresAreThoseOfTheRunbook()
    {
        var told = Figure().Matches(Read("runbook.md").Split("## 11.")[1].Split("## 12.")[0]).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value}");
        var stats = (await host.RunAsync("stats", "--json")).Json.GetProperty("metrics").EnumerateArray();
        Assert.Equal(stats.Select(metric => $"{metric.GetProperty("name")} {metric.GetProperty("warning_above")} {metric.GetProperty("critical_above")}"), told);
    }

    private static bool IsCommand(string line) => line.StartsWith("coordinator ", StringComparison.Ordinal);

    private static string Read(string name) => File.ReadAllText(Path.Combine(Root(), "docs", name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Coordinator.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static bool IsThere(Command command, string words)
    {
        foreach (var word in words.Split(' '))
        {
            if (command.Subcommands.FirstOrDefault(known => known.Name == word) is not { } next)
            {
                return command.Subcommands.Count == 0;
            }

            command = next;
        }

        return true;
    }

    /// <summary>Variables stand for what is there.</summary>
    private async Task<IEnumerable<string>> ArgumentsAsync(string line)
    {
        var words = line.Split('"').SelectMany((part, index) => index % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Skip(1).ToList();
        for (var index = 0; index < words.Count; index++)
        {
            words[index] = words[index] switch { "$RUN" => await RunIdAsync(), "$LETTER" => await LetterIdAsync(), var word => word };
        }

        return words;
    }

    private async Task<string> RunIdAsync()
    {
        var question = $"list databases, {Guid.NewGuid():N}";
        await host.RunAsync("chat", question);
        return (await host.RunAsync("runs", "list", "--json")).Json.GetProperty("runs").EnumerateArray().First(run => run.GetProperty("message").GetString() == question).GetProperty("run_id").GetString()!;
    }

    private async Task<string> LetterIdAsync()
    {
        var ran = await host.RunAsync("chat", $"{RunningHost.Hopeless} {Guid.NewGuid():N}", "--json");
        return $"op_{ran.Lines.Select(line => System.Text.Json.JsonElement.Parse(line)).First(line => line.GetProperty("event").GetString() == "run").GetProperty("data").GetProperty("run_id").GetString()}";
    }

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>Words in lower case, up to an argument or option.</summary>
    [GeneratedRegex("`coordinator ([a-z-]+(?: [a-z-]+)*)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^\| `([a-z_0-9]+)` \| (\d+)(?: s)? \| (\d+)(?: s)? \|", RegexOptions.Multiline)]
    private static partial Regex Figure();
}
