using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Coordinator.Cli.Tests;

/// <summary>What docs/cli.md and docs/runbook.md say is what there is: each command of their blocks is run against a live host.</summary>
public sealed partial class DocumentedCommandsTests(RunningHost host)
{
    private const string Slow = "10000";

    private static readonly string[] Documents = ["cli.md", "runbook.md"];

    public static TheoryData<string> Commands => [.. Documents.SelectMany(name => Block().Matches(Read(name))).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(IsCommand).Distinct()];

    /// <summary>Defect 32 of the original: snippets of the runbook named what did not exist.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Defect32_EachCommandOfTheDocuments_IsDone(string line)
    {
        var ran = await host.RunAsync([.. await ArgumentsAsync(line)]);
        if (line.StartsWith("coordinator drain on", StringComparison.Ordinal))
        {
            // The next command may need a coordinator that works.
            await host.RunAsync("drain", "off");
        }

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

    /// <summary>Everything else in the runbook's blocks is for a shell on the host, and has to find something.</summary>
    [Fact]
    public async Task ShellLines_FindWhatTheyAreFor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines are for a shell of Unix.");
        var lines = Block().Matches(Read("runbook.md")).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.Length > 0 && !IsCommand(line) && line[0] != '#').ToList();
        Assert.True(lines.Count >= 6, "The test would check nothing.");
        await host.RunAsync("chat", $"{RunningHost.Failing}, {Guid.NewGuid():N}");
        await host.RunAsync("mcp", "reset", "oci-unified");
        var trace = await TraceIdAsync();
        await LoggedAsync(trace);
        foreach (var line in lines.Where(line => !line.Contains(Slow, StringComparison.Ordinal)))
        {
            var (exitCode, found) = await ShellAsync(line, host.Folder, trace);
            Assert.True(exitCode == 0 && found.Length > 0, line);
        }

        // Nothing is so slow here.
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, "slow"));
        await File.WriteAllLinesAsync(Path.Combine(folder.CreateSubdirectory("logs").FullName, "coordinator.log"), ["event=tool_call tool=fast duration_ms=10000", "event=tool_call tool=slow duration_ms=10001", "event=ready"], Token);
        Assert.Equal("event=tool_call tool=slow duration_ms=10001\n", (await ShellAsync(lines.Single(line => line.Contains(Slow, StringComparison.Ordinal)), folder.FullName, trace)).Found);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lines are written in the background.</summary>
    private async Task LoggedAsync(string text)
    {
        while ((await host.RunAsync("logs", "--grep", text)).Lines.Count == 0)
        {
            Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<(int ExitCode, string Found)> ShellAsync(string line, string folder, string trace)
    {
        var start = new ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["TRACE_ID"] = trace;
        using var shell = Process.Start(start)!;
        var found = await shell.StandardOutput.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        await shell.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        return (shell.ExitCode, found);
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
            words[index] = words[index] switch { "$RUN" => await RunIdAsync(), "$LETTER" => await LetterIdAsync(), "$TRACE_ID" => await TraceIdAsync(), var word => word };
        }

        return words;
    }

    private async Task<string> RunIdAsync()
    {
        var question = $"list databases, {Guid.NewGuid():N}";
        await host.RunAsync("chat", question);
        return (await host.RunAsync("runs", "list", "--json")).Json.GetProperty("runs").EnumerateArray().First(run => run.GetProperty("message").GetString() == question).GetProperty("run_id").GetString()!;
    }

    private async Task<string> TraceIdAsync() => (await host.RunAsync("runs", "show", await RunIdAsync(), "--json")).Json.GetProperty("trace_id").GetString()!;

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
