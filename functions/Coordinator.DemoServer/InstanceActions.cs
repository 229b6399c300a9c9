using System.Text.Json.Nodes;

namespace Coordinator.DemoServer;

/// <summary>Start, stop and restart by name. A repetition with the same effect key gets the first answer and changes nothing.</summary>
internal sealed class InstanceActions(TenancyFile file, TimeProvider time)
{
    /// <summary>As long as OCI keeps an <c>opc-retry-token</c>.</summary>
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(24);

    private static readonly DemoParameter[] Target =
    [
        new("instance_name", "string", "Exact name of the instance", Required: true),
        new("compartment_id", "string", "OCID or exact name of its compartment, if several instances have the name"),
    ];

    public IEnumerable<DemoTool> All() =>
    [
        Action("start", "Starts a stopped instance.", "STOPPED", "RUNNING"),
        Action("stop", "Stops a running instance.", "RUNNING", "STOPPED"),
        Action("restart", "Restarts a running instance.", "RUNNING", "RUNNING"),
    ];

    private DemoTool Action(string verb, string description, string from, string to)
    {
        var tool = $"oci_compute_{verb}_by_name";
        return new DemoTool(tool, description, true, Target, arguments => Execute(tool, verb, from, to, arguments));
    }

    private JsonObject Execute(string tool, string verb, string from, string to, DemoArguments arguments)
    {
        var answer = new JsonObject();
        file.Change(tenancy =>
        {
            if (arguments.EffectKey is { } known && tenancy.DoneWrites.TryGetValue(known, out var done))
            {
                answer = JsonNode.Parse(done.Answer)!.AsObject();
                return null;
            }

            var instance = Find(tenancy, arguments);
            if (instance.LifecycleState != from)
            {
                throw new DemoError(409, "IncorrectState", $"Cannot {verb} '{instance.Name}': it is {instance.LifecycleState}, not {from}.");
            }

            answer = new JsonObject
            {
                ["type"] = "instance_action",
                ["action"] = verb,
                ["instance"] = new JsonObject { ["name"] = instance.Name, ["id"] = instance.Id },
                ["from"] = from,
                ["to"] = to,
            };
            return Apply(tenancy, instance with { LifecycleState = to }, new WriteLogLine(tenancy.WriteCount + 1, time.GetUtcNow(), tool, instance.Name, arguments.EffectKey, from, to), answer);
        });
        return answer;
    }

    private Tenancy Apply(Tenancy tenancy, Instance changed, WriteLogLine line, JsonObject answer)
    {
        var kept = tenancy.DoneWrites.Where(done => time.GetUtcNow() - done.Value.At < KeysKept).ToDictionary(done => done.Key, done => done.Value);
        if (line.EffectKey is { } key)
        {
            kept[key] = new DoneWrite(line.At, answer.ToJsonString());
        }

        return tenancy with
        {
            Instances = [.. tenancy.Instances.Select(item => item.Id == changed.Id ? changed : item)],
            DoneWrites = kept,
            WriteCount = line.Number,
            LastWrite = line,
        };
    }

    private static Instance Find(Tenancy tenancy, DemoArguments arguments)
    {
        var name = arguments.Text("instance_name")!;
        var compartment = arguments.Text("compartment_id");
        var named = tenancy.Instances.Where(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        var found = named.Where(item => compartment is null || item.CompartmentId == compartment || item.CompartmentId == TenancySeed.CompartmentId(compartment.ToLowerInvariant())).ToList();
        return found.Count switch
        {
            1 => found[0],
            > 1 => throw new DemoError(409, "Ambiguous", $"{found.Count} instances are named '{name}': {string.Join(", ", found.Select(item => item.Id))}. Name the compartment."),
            _ => throw new DemoError(404, "NotAuthorizedOrNotFound", $"There is no instance '{name}'{(compartment is null ? "" : $" in '{compartment}'")}.{Similar(tenancy, name)}"),
        };
    }

    private static string Similar(Tenancy tenancy, string name)
    {
        var pieces = name.Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries).Where(piece => piece.Length >= 3).ToList();
        var similar = tenancy.Instances.Select(item => item.Name).Distinct().Where(other => pieces.Any(piece => other.Contains(piece, StringComparison.OrdinalIgnoreCase))).Take(5).ToList();
        return similar.Count == 0 ? "" : $" Similar names: {string.Join(", ", similar)}.";
    }
}
