using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Templates;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>Finds out by reading whether a write happened, as <c>verify</c> in <c>config/tool-policy.yaml</c> says.</summary>
internal sealed class WriteVerifier(IToolServers servers, ToolGate gate)
{
    /// <summary>A stopped run reports within 10 s, so its verification has less.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(8);

    public async Task<Outcome<WriteVerdict>> VerifyAsync(StepContext context, GuardedCall call, CancellationToken cancellationToken)
    {
        var verify = call.Rule.Verify!;
        var catalog = await gate.CatalogAsync(cancellationToken);
        var read = new ToolCall
        {
            RunId = context.Request.RunId,
            StepKey = call.Step,
            Server = call.Tool.Server,
            Tool = catalog.FindOn(call.Tool.Server, verify.Tool)?.Name ?? verify.Tool,
            Arguments = ArgumentsOf(verify, call.Arguments),
            TimeLimit = TimeLimit,
        };
        var outcome = await servers.CallAsync(read, null, cancellationToken);
        if (!outcome.IsSuccess)
        {
            return outcome.Failure;
        }

        return outcome.Value is { IsError: false, Structured: { } result }
            ? LiquidTemplate.Parse(verify.Expect).Render([new("args", call.Arguments), new("result", result)]).Trim() switch
            {
                "succeeded" => WriteVerdict.Succeeded,
                "not_executed" => WriteVerdict.NotExecuted,
                _ => WriteVerdict.CannotTell,
            }
            : WriteVerdict.CannotTell;
    }

    /// <summary>A template that renders nothing is an argument that the write did not have either.</summary>
    private static JsonElement ArgumentsOf(ToolVerification verify, JsonElement writeArguments)
    {
        var arguments = new JsonObject();
        foreach (var (name, template) in verify.Arguments)
        {
            if (LiquidTemplate.Parse(template).Render([new("args", writeArguments)]) is { Length: > 0 } text)
            {
                arguments[name] = ToolVerification.Literal(template) ?? text;
            }
        }

        return JsonSerializer.SerializeToElement(arguments, ContentJson.Default.JsonObject);
    }
}

internal enum WriteVerdict
{
    Succeeded,
    NotExecuted,
    CannotTell,
}
