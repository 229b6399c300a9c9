using System.Reflection;

namespace Coordinator.Cli.Tests;

/// <summary>What docs/cli.md says is what there is: each command in it is run against a live host.</summary>
public sealed class DocumentedCommandsTests(RunningHost host)
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Root(), "docs", "cli.md"));

    public static TheoryData<string> Commands => [.. Document.Split("```bash\n")[1].Split("```")[0].Split('\n').Where(line => line.StartsWith("coordinator ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_IsDone(string line)
    {
        var ran = await host.RunAsync([.. await ArgumentsAsync(line)]);
        Assert.True(ran.ExitCode == 0, $"{ran.ExitCode}: {ran.Error}");
    }

    [Fact]
    public void ExitCodes_AreAllListed()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);
        var listed = Document.Split("## Exit codes")[1].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => int.Parse(line.Split('|')[1], null));
        Assert.Equal(codes.Order(), listed.Order());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Coordinator.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
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
}
