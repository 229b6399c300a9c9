using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Compute;

/// <summary>Starts, stops or restarts the one instance that has the given name. Never acts on a part of a name or on one of several.</summary>
internal sealed class PowerByName(PowerAction action, InstanceNames names, CompartmentDirectory directory, OciCaller oci, TimeProvider clock) : Handler<PowerByName.Answer>("instance_action")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var tree = await directory.NamesAsync(call.Arguments, fresh: true, isNeeded: call.Arguments.Has("compartment_id"), cancellationToken);
        var before = await names.OneAsync(call.Arguments, tree, cancellationToken);
        // With an effect key this may be the repetition of a call that succeeded and changed the state: then only Compute, which knows the key, can tell.
        if (call.EffectKey is null && before.LifecycleState != action.From)
        {
            throw new ToolException(ToolError.Conflict("IncorrectState", $"{action.Verb} refused: instance \"{before.DisplayName}\" is {before.LifecycleState}, not {action.From}."));
        }

        var request = new ApiRequest(HttpMethod.Post, $"/20160918/instances/{before.Id}")
        {
            IsWrite = true,
            Query = [new("action", action.Name)],
            Headers = call.EffectKey is null ? [] : [new("opc-retry-token", EffectKey.Token(call.EffectKey))],
        };
        var after = (await oci.SendAsync(OciCaller.Target(OciServices.Compute, call.Arguments), request, cancellationToken)).Read<Instance>();
        return new Answer(
            true, action.Name, after.DisplayName, after.Id, tree.NameOf(after.CompartmentId), after.CompartmentId, before.LifecycleState, after.LifecycleState, after.LifecycleState, clock.GetUtcNow());
    }

    /// <param name="From">The state it was found in.</param>
    /// <param name="To">The state that Compute answered with: STOPPING, for instance, which becomes STOPPED by itself.</param>
    internal sealed record Answer(
        bool Success, string Action, string InstanceName, string InstanceId, string? Compartment, string CompartmentId, string From, string To, string NewState, DateTimeOffset At);
}
