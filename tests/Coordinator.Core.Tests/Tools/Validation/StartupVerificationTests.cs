using System.Text.Json;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Validation;
using Coordinator.Core.Execution;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Core.Tests.Tools.Validation;

public sealed class StartupVerificationTests
{
    [Theory]
    [InlineData("""{"instances":[{"name":"a"}],"total":1}""", "It answered with instances (1).")]
    [InlineData("""{"instances":[],"total":0}""", "It answered, but showed no data, instances (0): whether it can see any is not proven.")]
    [InlineData("""[1,2]""", "It answered with entries (2).")]
    [InlineData("""{"status":"ok","error":null}""", "It answered with status, error.")]
    [InlineData("some words", "It answered with 10 characters of text.")]
    public async Task Verify_WhenTheReadAnswers_SaysWhatItShowed(string answer, string message)
    {
        var check = await VerifyAsync("look", new ScriptedTools().Read("look", _ => ScriptedTools.Says(answer)));

        Assert.Equal(("healthy", "look", message), (check.Status, check.Tool, check.Message));
        Assert.NotNull(check.DurationMs);
    }

    /// <summary>Defect 20: no data is not health.</summary>
    [Theory]
    [InlineData("", "It answered with nothing at all.")]
    [InlineData("{}", "It answered with an empty object.")]
    [InlineData("""{"error":"compartment_id is required"}""", "compartment_id is required")]
    [InlineData("""{"error":{"status":404,"message":"No such compartment."}}""", "No such compartment. 404 Not found. Next step: Verify OCID exists.")]
    public async Task Defect20_Verify_WhenTheAnswerIsNone_IsAnError(string answer, string error)
    {
        var check = await VerifyAsync("look", new ScriptedTools().Read("look", _ => ScriptedTools.Says(answer)));

        Assert.Equal(("error", error), (check.Status, check.Error));
    }

    [Fact]
    public async Task Verify_WhenTheToolFails_IsAnError()
    {
        var check = await VerifyAsync("look", new ScriptedTools().Read("look", _ => new ToolResult { IsError = true, Text = "Not now." }));
        var cut = await VerifyAsync("look", new ScriptedTools().Read("look", _ => new Failure(FailureClass.Network, "It was cut.")));

        Assert.Equal(("error", "Not now."), (check.Status, check.Error));
        Assert.Equal(("error", "It was cut."), (cut.Status, cut.Error));
    }

    [Theory]
    [InlineData("stop", "It changes something, so it is not called: name a read in tool-catalog.yaml.")]
    [InlineData("gone", "No connected server has 'gone'.")]
    public async Task Verify_WhenThereIsNothingToCall_IsSkippedAndCallsNothing(string tool, string reason)
    {
        var tools = new ScriptedTools().Write("stop", _ => ScriptedTools.Says("stopped"));

        var check = await VerifyAsync(tool, tools);

        Assert.Equal(("skipped", reason), (check.Status, check.Message));
        Assert.Empty(tools.Calls);
    }

    /// <summary>The original called each with <c>{limit: 1}</c>, and compute failed for want of a compartment.</summary>
    [Fact]
    public async Task Verify_WhenARequiredArgumentIsNotGiven_IsSkipped()
    {
        var tools = new ListedTools();

        var check = await VerifyAsync("look", tools);

        Assert.Equal(("skipped", "Not called: the required argument 'name' is not given. Give its arguments in tool-catalog.yaml."), (check.Status, check.Message));
    }

    /// <summary>It goes through the guard like any call: a server whose circuit is open is not asked.</summary>
    [Fact]
    public async Task Verify_WhenTheServersCircuitIsOpen_IsAnErrorAndCallsNothing()
    {
        var tools = new ScriptedTools().Read("look", _ => new Failure(FailureClass.Network, "It was cut."));
        await using var services = Services(tools, "look");
        var verification = services.GetRequiredService<StartupVerification>();
        for (var call = 0; call < 3; call++)
        {
            await verification.VerifyAsync(TestContext.Current.CancellationToken);
        }

        var check = (await verification.VerifyAsync(TestContext.Current.CancellationToken))["compute"];

        Assert.Equal(3, tools.Calls.Count);
        Assert.StartsWith("Server temporarily unavailable", check.Error, StringComparison.Ordinal);
    }

    private static async Task<StartupCheck> VerifyAsync(string tool, IToolServers tools)
    {
        await using var services = Services(tools, tool);
        return (await services.GetRequiredService<StartupVerification>().VerifyAsync(TestContext.Current.CancellationToken))["compute"];
    }

    private static ServiceProvider Services(IToolServers tools, string tool) => new ServiceCollection()
        .AddLogging()
        .AddMetrics()
        .AddSingleton(tools)
        .AddSingleton<IStateStore>(SqliteStateStore.OpenInMemory(TimeProvider.System))
        .AddSingleton(new ProcessIdentity("this-life"))
        .AddSingleton(Definitions.Policy())
        .AddSingleton(new MutationOptions())
        .AddSingleton(new RunLimitsOptions())
        .AddSingleton(new ToolCatalogConfig { Startup = [new StartupRead("compute", tool, JsonElement.Parse("{}"))] })
        .AddRunSteps()
        .AddToolValidation()
        .BuildServiceProvider();

    /// <summary>One tool that must have a name.</summary>
    private sealed class ListedTools : IToolServers
    {
        public IReadOnlyList<ToolServerStatus> Servers => [new("s1", "connected", 1)];

        public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ToolDefinition>>([Definitions.Read("look", Definitions.OneName)]);

        public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) => throw new NotSupportedException("It must not be called.");
    }
}
