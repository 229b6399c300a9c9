using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Tools;

/// <summary>Whether anything may be changed: in a simulated tenancy always, in a real one where ALLOW_MUTATIONS says so.</summary>
internal sealed class WriteGate(OciConfigFile config, Func<string, string?> variable)
{
    public const string Variable = "ALLOW_MUTATIONS";

    public void OfOci(Arguments arguments)
    {
        var profile = config.Profile(arguments.Profile);
        if (!profile.IsSimulated) Demand($"the tenancy of profile {profile.Name} is a real one");
    }

    public void OfOthers(Arguments arguments) => Demand("this is a write");

    private void Demand(string why)
    {
        if (variable(Variable)?.Trim().ToLowerInvariant() is not ("true" or "1" or "yes"))
        {
            throw new ToolException(new ToolError(403, "MutationsNotAllowed", false, $"Nothing was changed: {why}, and {Variable} is not true.") { Action = $"Set {Variable}=true for the server, if changes are wanted" });
        }
    }
}
