using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>A real server changes what its tools say of themselves: what changes something is held until somebody has looked at it, reads go on.</summary>
public sealed class When_a_tool_changes : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("coordinator-data-").FullName;

    public When_a_tool_changes() => File.WriteAllText(
        Path.Combine(_config, "mcp-servers.yaml"),
        $"servers:\n  awkward:\n    transport: stdio\n    command: dotnet\n    args: [\"{Path.Combine(AppContext.BaseDirectory, "coordinator-awkward-server.dll")}\", stdio]\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_config, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Should_hold_its_writes_until_it_is_accepted()
    {
        await using var model = await CallingAsync();
        await using var host = await StartAsync(model);
        Assert.Matches("^[0-9]+$", await host.AnswerAsync("process"));

        var changed = await ChangeAsync(host);

        Assert.Equal("""["description"]""", changed.GetProperty("changed").GetRawText());
        Assert.True(changed.GetProperty("holds_calls").GetBoolean());
        Assert.StartsWith("ERROR: 'process' is held: its server 'awkward' has changed its description", await host.AnswerAsync("process"), StringComparison.Ordinal);
        Assert.Equal("hello", await host.AnswerAsync("echo"));
        Assert.Single(host.Log.Lines.All, line => line.Contains("tool_drifted server=awkward tool=process changed=description", StringComparison.Ordinal));
        Assert.Contains(await WarningsAsync(host), warning => warning == "tool_drifted process");

        using (var accepted = await host.PostAsync("/tools/process/accept", new { digest = changed.GetProperty("digest").GetString(), by = "ann" }))
        {
            Assert.True(accepted.IsSuccessStatusCode);
        }

        Assert.Matches("^[0-9]+$", await host.AnswerAsync("process"));
        Assert.DoesNotContain(await WarningsAsync(host), warning => warning == "tool_drifted process");
        Assert.Contains(host.Log.Lines.All, line => line.Contains("tool_accepted server=awkward tool=process", StringComparison.Ordinal) && line.Contains("by='ann' (as the caller says)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_know_after_a_restart_what_was_accepted()
    {
        await using var model = await CallingAsync();
        await using (var before = await StartAsync(model))
        {
            await ChangeAsync(before);
            using var accepted = await before.PostAsync("/tools/process/accept", new { });
            Assert.True(accepted.IsSuccessStatusCode);
        }

        // Its server, started anew, says again what it said at first.
        await using var host = await StartAsync(model);

        Assert.StartsWith("ERROR: 'process' is held", await host.AnswerAsync("process"), StringComparison.Ordinal);
        Assert.Equal("hello", (await host.AnswerAsync("echo")));
    }

    /// <summary>The model calls the tool that the message names.</summary>
    private static Task<ModelStub> CallingAsync() => ModelStub.StartAsync(request =>
        request.Messages[^1].Results.Count > 0 ? ModelReply.Says(request.Messages[^1].Results[0].Text)
        : ModelReply.Asks(request.UserText == "change" ? StubCall.Of("add_tool", new { words = " Differently." }) : StubCall.Of(request.UserText, new { text = "hello" })));

    private Task<ScenarioHost> StartAsync(ModelStub model) =>
        ScenarioHost.StartAsync(new ScenarioPlan { ConfigFolder = _config, Folder = _data, Model = model, Settings = new Dictionary<string, string> { ["ALLOW_MUTATIONS"] = "true" } });

    /// <summary>The server says that its list changed when it has answered, so it is asked until the list is the new one.</summary>
    private static async Task<JsonElement> ChangeAsync(ScenarioHost host)
    {
        Assert.Equal("added", await host.AnswerAsync("change"));
        for (var tries = 0; tries < 500; tries++)
        {
            var definition = (await host.GetAsync("/tools/process")).GetProperty("definition");
            if (definition.GetProperty("drifted").GetBoolean())
            {
                return definition;
            }
        }

        throw new InvalidOperationException("The change was not noticed.");
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(ScenarioHost host)
    {
        using var response = await host.PostAsync("/tools/validate", new { startup = false });
        var report = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return [.. report.GetProperty("warnings").EnumerateArray().Select(issue => $"{issue.GetProperty("code").GetString()} {issue.GetProperty("tool_name").GetString()}")];
    }
}
