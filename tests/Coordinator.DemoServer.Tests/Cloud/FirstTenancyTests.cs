using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tests.Cloud;

public sealed class FirstTenancyTests
{
    private static readonly Tenancy Tenancy = FirstTenancy.Create(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Create_Always_IsConsistent() => Assert.Null(Tenancy.Inconsistency());

    [Fact]
    public void Create_Always_GivesEachThingItsOwnOcid()
    {
        string[] ids =
        [
            .. Tenancy.Compartments.Select(c => c.Id), .. Tenancy.Instances.Select(i => i.Id),
            .. Tenancy.Databases.Select(d => d.Id), .. Tenancy.Alarms.Select(a => a.Id),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(@"^ocid1\.[a-z]+\.oc1\.[a-z0-9-]*\.[a-z2-7]{60}$", id));
    }

    [Fact]
    public void Inconsistency_OfAnInstanceInAnUnknownCompartment_NamesIt()
    {
        var lost = Tenancy.With(Tenancy.Instances[0] with { CompartmentId = "gone" });

        Assert.Equal("compartment gone is used but not defined", lost.Inconsistency());
    }
}
