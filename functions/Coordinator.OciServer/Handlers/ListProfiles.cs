using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers;

/// <summary>The profiles of the OCI configuration. One that is not usable is listed with the reason.</summary>
internal sealed class ListProfiles(OciConfigFile config) : Handler<ListProfiles.Answer>("oci_profiles")
{
    protected override Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var profiles = config.Names().Select(Describe).ToList();
        return Task.FromResult(new Answer(profiles.Count, config.DefaultName, profiles));
    }

    private ProfileView Describe(string name)
    {
        try
        {
            var profile = config.Profile(name);
            return new ProfileView(name, profile.Region, profile.Tenancy, profile.TokenFile is null ? "api_key" : "security_token", null);
        }
        catch (ToolException exception)
        {
            return new ProfileView(name, null, null, null, exception.Error.Message);
        }
    }

    internal sealed record ProfileView(string Name, string? Region, string? TenancyId, string? Authentication, string? Problem);

    internal sealed record Answer(int Count, string Default, IReadOnlyList<ProfileView> Profiles);
}
