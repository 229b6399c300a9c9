using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tests.Cloud;

public sealed class SimilarNamesTests
{
    private static readonly string[] Known = ["web-01", "web-02", "database-vm", "gpu-notebook", "web-01"];

    [Theory]
    [InlineData("web-1", "web-01,web-02")]
    [InlineData("DATABASE", "database-vm")]
    [InlineData("databse-vm", "database-vm")]
    [InlineData("zzzzzzzz", "")]
    public void To_AName_OffersTheNearestOnceEach(string name, string expected) =>
        Assert.Equal(expected, string.Join(',', SimilarNames.To(name, Known, 5)));

    [Fact]
    public void To_AName_OffersNoMoreThanTheLimit() => Assert.Equal(["web-01"], SimilarNames.To("web", Known, 1));
}
