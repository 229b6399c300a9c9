using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Coordinator.OciServer.Simulation.Services;

/// <summary>Virtual cloud networks, subnets, security lists.</summary>
internal static class NetworkEndpoints
{
    private const string Created = "2024-02-05T10:00:00.000Z";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/20160918/vcns", (HttpContext context) => List(context, network => [Vcn(network)]));
        app.MapGet("/20160918/subnets", (HttpContext context) => List(context, network => network.Subnets.Select(subnet => Subnet(network, subnet))));
        app.MapGet("/20160918/securityLists", (HttpContext context) => List(context, network => network.Subnets.Select(subnet => SecurityList(network, subnet))));
    }

    private static IResult List(HttpContext context, Func<NetworkData, IEnumerable<object>> items)
    {
        if (context.Query("compartmentId") is not { } compartment) return Refusal.InvalidParameter("compartmentId is required");
        if (context.Tenancy().Compartment(compartment) is null) return Refusal.NotFound();
        if (context.Query("lifecycleState") is not (null or "AVAILABLE")) return Pages.List<object>(context, []);
        var vcn = context.Query("vcnId");
        return Pages.List(context, context.Tenancy().Networks.Where(network => network.CompartmentId == compartment && (vcn is null || network.Id == vcn)).SelectMany(items));
    }

    private static object Vcn(NetworkData network) => new
    {
        id = network.Id, displayName = network.Name, compartmentId = network.CompartmentId, cidrBlock = network.Cidr, cidrBlocks = new[] { network.Cidr }, dnsLabel = Label(network.Name),
        vcnDomainName = $"{Label(network.Name)}.oraclevcn.com", lifecycleState = "AVAILABLE", timeCreated = Created, freeformTags = new { }, definedTags = new { },
    };

    private static object Subnet(NetworkData network, SubnetData subnet) => new
    {
        id = subnet.Id, displayName = subnet.Name, compartmentId = network.CompartmentId, vcnId = network.Id, cidrBlock = subnet.Cidr, prohibitPublicIpOnVnic = subnet.IsPrivate,
        securityListIds = new[] { subnet.SecurityListId }, dnsLabel = Label(subnet.Name), lifecycleState = "AVAILABLE", timeCreated = Created,
        routeTableId = Ocid.For("routetable", "", subnet.Id), virtualRouterIp = subnet.Cidr.Replace(".0/24", ".1", StringComparison.Ordinal), virtualRouterMac = "00:00:17:00:00:01",
    };

    private static object SecurityList(NetworkData network, SubnetData subnet) => new
    {
        id = subnet.SecurityListId, displayName = $"{subnet.Name}-rules", compartmentId = network.CompartmentId, vcnId = network.Id, lifecycleState = "AVAILABLE", timeCreated = Created,
        ingressSecurityRules = subnet.OpenPorts.Select(port => Ingress("0.0.0.0/0", port)).Append(Ingress(network.Cidr, 22)),
        egressSecurityRules = new[] { new { destination = "0.0.0.0/0", destinationType = "CIDR_BLOCK", protocol = "all", isStateless = false } },
    };

    private static object Ingress(string source, int port) => new
    {
        source, sourceType = "CIDR_BLOCK", protocol = "6", isStateless = false, tcpOptions = new { destinationPortRange = new { min = port, max = port } },
    };

    private static string Label(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit)]);
}
