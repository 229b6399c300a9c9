namespace Coordinator.DemoServer.Cloud;

/// <summary>The tenancy that a missing state file starts with.</summary>
internal static class FirstTenancy
{
    /// <param name="now">Alarms have changed shortly before; everything else is older than any clock.</param>
    public static Tenancy Create(DateTimeOffset now) => new()
    {
        Compartments = FirstCompartments.All,
        Instances = FirstInstances.All,
        Databases = FirstDatabases.All,
        Alarms = FirstAlarms.At(now),
        CostRates = FirstCostRates.All,
        CostSeed = "demo-tenancy",
    };
}
