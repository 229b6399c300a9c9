namespace Coordinator.DemoServer.Cloud;

internal static class FirstCompartments
{
    public static readonly string Root = Ocid.For("tenancy", "demo-tenancy");

    public static readonly IReadOnlyList<Compartment> All =
    [
        new(Root, "demo-tenancy", "Root compartment", null),
        Below(Root, "production", "Everything that serves customers"),
        Below(Id("production"), "prod-apps", "Web and application servers"),
        Below(Id("production"), "prod-data", "Databases and their jobs"),
        Below(Root, "development", "Work in progress"),
        Below(Id("development"), "dev-sandbox", "May be emptied every Friday"),
        Below(Root, "shared-services", "Bastion, monitoring, build agents"),
        Below(Root, "security", "Vault, audit and Cloud Guard targets"),
    ];

    public static string Id(string name) => Ocid.For("compartment", name);

    private static Compartment Below(string parent, string name, string description) => new(Id(name), name, description, parent);
}
