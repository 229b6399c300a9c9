using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.State;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tools;

/// <summary>Starts, stops or restarts the one instance that has the given name. Never acts on a part of a name or on one of several.</summary>
internal sealed partial class PowerTool(PowerAction action, TenancyStore store, WithheldAnswer withheld, ILogger<DemoTool> logger)
    : DemoTool(Card(action), logger)
{
    protected override async ValueTask<CallToolResult> AnswerAsync(
        CallToolRequestParams call, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (!EffectKey.TryRead(call.Meta, out var key, out var error)) return AnswerJson.Result(error);
        var request = new ChangeRequest(action.Tool, Describe(arguments), key);
        var outcome = await store.ChangeAsync(request, (tenancy, now) => Decide(tenancy, arguments, now), cancellationToken);
        LogDone(Logger, action.Tool, request.Arguments, outcome.Kind);
        if (outcome.Kind == ChangeKind.KeyOfAnotherRequest) return AnswerJson.Result(EffectKey.Reused(request));
        if (outcome.Kind == ChangeKind.Executed) await withheld.WaitAsync(cancellationToken);
        var result = AnswerJson.Result(outcome.Answer, outcome.IsError);
        if (outcome.Kind == ChangeKind.Repeated) result.Meta = EffectKey.RepeatedMark();
        return result;
    }

    private Change Decide(Tenancy tenancy, ToolArguments arguments, DateTimeOffset now)
    {
        if (CompartmentArgument.Problem(tenancy, arguments) is { } unknown) return Refused(unknown);
        var lookup = InstanceByName.From(tenancy, arguments);
        return lookup.Exact() switch
        {
            [] => Refused(lookup.NotFound()),
            [var instance] when !action.AllowedOn(instance) => Refused(WrongState(instance)),
            [var instance] => Applied(instance, new CompartmentTree(tenancy.Compartments), now),
            var several => Refused(lookup.Ambiguous(several, new CompartmentTree(tenancy.Compartments))),
        };
    }

    private Change Applied(Instance before, CompartmentTree tree, DateTimeOffset now)
    {
        var after = action.Apply(before, now);
        return Change.Of(before, after, AnswerJson.Element(new InstanceActionDone
        {
            Action = action.Name,
            InstanceName = after.Name,
            InstanceId = after.Id,
            Compartment = tree.NameOf(after.CompartmentId),
            CompartmentId = after.CompartmentId,
            From = before.State,
            To = after.State,
            At = now,
        }));
    }

    private static Change Refused(ToolAnswer error) => Change.Refused(AnswerJson.Element(error));

    private ToolError WrongState(Instance instance)
    {
        var state = instance.State.ToString().ToUpperInvariant();
        var why = action.To == instance.State ? $"is already {state}" : $"is {state}";
        return ToolError.Conflict("IncorrectState", $"{action.Verb} refused: instance \"{instance.Name}\" {why}.");
    }

    private static string Describe(ToolArguments arguments) =>
        $"{arguments.RequiredText(InstanceByName.NameParameter.Name)} {arguments.Text(CompartmentArgument.Id)}".TrimEnd();

    private static ToolCard Card(PowerAction action) => new(
        action.Tool,
        $"{action.Verb} compute instance by name",
        $"{action.Verb}s the compute instance with exactly this display name. Allowed only while it is {action.From.ToString().ToUpperInvariant()}. "
        + $"A repeat with the same _meta[\"{EffectKey.MetaName}\"] returns the first answer and does nothing.",
        InstanceByName.NameParameter,
        CompartmentArgument.Optional("OCID of the compartment to look in and below; needed where several instances share the name."))
    {
        Write = (Destructive: action != PowerAction.Start, Idempotent: action != PowerAction.Restart),
    };

    [LoggerMessage(2, LogLevel.Information, "{Tool} {Arguments}: {Kind}")]
    private static partial void LogDone(ILogger logger, string tool, string arguments, ChangeKind kind);
}
