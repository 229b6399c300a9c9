using Coordinator.OciServer.Hosting;

namespace Coordinator.OciServer.Tests.Server;

public sealed class WarmUpTests
{
    [Fact]
    public async Task Begin_GoesThroughToItsEnd() => await WarmUp.Begin();
}
