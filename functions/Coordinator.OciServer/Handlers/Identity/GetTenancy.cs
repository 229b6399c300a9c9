using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Identity;

internal sealed class GetTenancy(OciCaller oci, Principals principals) : Handler<GetTenancy.Answer>("tenancy")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (profile, _) = principals.Of(call.Arguments.Profile);
        var tenancy = await oci.GetAsync<Tenancy>(OciCaller.Target(OciServices.Identity, call.Arguments), $"/20160918/tenancies/{profile.Tenancy}", cancellationToken);
        return new Answer(tenancy.Name, tenancy.Id, tenancy.Description, tenancy.HomeRegionKey, profile.Name, profile.Region);
    }

    private sealed record Tenancy(string Id, string Name, string? Description, string? HomeRegionKey);

    /// <param name="HomeRegionKey">Three letters, such as FRA.</param>
    internal sealed record Answer(string Name, string Id, string? Description, string? HomeRegionKey, string Profile, string Region);
}
