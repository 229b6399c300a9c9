using System.Net;
using System.Text;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Simulation;

public sealed class When_a_failure_is_asked_for_wrongly(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Theory]
    [InlineData("""{"kind": "status"}""", "path is the beginning of a path")]
    [InlineData("""{"path": "instances"}""", "path is the beginning of a path")]
    [InlineData("""{"path": "/x", "kind": "explode"}""", "kind is one of status, truncate,")]
    [InlineData("""{"path": "/x", "status": 200}""", "status is from 400 to 599.")]
    [InlineData("""{"path": "/x", "times": 0}""", "times is 1 or more.")]
    [InlineData("""{"path": "/x", "retry_after": 5}""", "path, and perhaps method, times, kind, status, code and retryAfter; nothing else.")]
    [InlineData("path=/x", "The body is a JSON object")]
    [InlineData("null", "The body is null.")]
    public async Task Should_say_what_is_wrong_and_arrange_nothing(string body, string says)
    {
        using var client = new HttpClient();
        var faults = new Uri(oci.Address, "/simulator/faults");

        using var response = await client.PostAsync(faults, new StringContent(body, Encoding.UTF8), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("[]", await client.GetStringAsync(faults, TestContext.Current.CancellationToken));
    }
}
