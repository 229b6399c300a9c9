using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Identity;

/// <summary>A region the tenancy can use, as the Identity service says it.</summary>
internal sealed record RegionSubscription(string RegionName, string RegionKey, string Status, bool IsHomeRegion);

/// <summary>The regions of a tenancy. Some services, costs among them, answer for the whole tenancy in its home region only.</summary>
internal sealed class RegionSubscriptions(OciCaller oci, Principals principals)
{
    public Task<List<RegionSubscription>> ListAsync(Arguments arguments, CancellationToken cancellationToken) => oci.GetAsync<List<RegionSubscription>>(
        OciCaller.Target(OciServices.Identity, arguments), $"/20160918/tenancies/{principals.Of(arguments.Profile).Profile.Tenancy}/regionSubscriptions", cancellationToken);

    public async Task<string> HomeAsync(Arguments arguments, CancellationToken cancellationToken) =>
        (await ListAsync(arguments, cancellationToken)).Find(region => region.IsHomeRegion)?.RegionName
        ?? throw new ToolException(ToolError.BadAnswer("The tenancy names no home region."));
}
