using Coordinator.OciServer.Regions;

namespace Coordinator.OciServer.Tests.Regions;

public sealed class RegionListTests
{
    private readonly RegionList regions = new(_ => null, "/nowhere");

    [Theory]
    [InlineData("eu-frankfurt-1", "eu-frankfurt-1", "oraclecloud.com")]
    [InlineData("us-saltlake-2", "us-saltlake-2", "oraclecloud.com")]
    [InlineData("AMS", "eu-amsterdam-1", "oraclecloud.com")]
    [InlineData("me-dcc-muscat-1", "me-dcc-muscat-1", "oraclecloud9.com")]
    [InlineData("eu-dcc-milan-1", "eu-dcc-milan-1", "oraclecloud14.com")]
    [InlineData("eu-madrid-2", "eu-madrid-2", "oraclecloud.eu")]
    [InlineData("us-langley-1", "us-langley-1", "oraclegovcloud.com")]
    [InlineData("ltn", "uk-gov-london-1", "oraclegovcloud.uk")]
    public void Find_KnowsTheRegionsOfOraclesSdks(string text, string name, string domain) => Assert.Equal((name, domain), regions.Find(text));
}
