using System.Net;
using System.Security.Cryptography;
using System.Text;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Signing;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Simulation;

public sealed class When_a_request_is_not_signed_well(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    private const string Path = "/20160918/regions";

    [Fact]
    public async Task Should_be_let_in_if_it_is() => Assert.Equal(HttpStatusCode.OK, await SendAsync(Signed()));

    [Fact]
    public async Task Should_be_refused_without_a_signature() => Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(oci.Address, Path))));

    [Fact]
    public async Task Should_be_refused_if_the_target_was_changed()
    {
        var request = Signed();
        request.RequestUri = new Uri(oci.Address, $"{Path}?limit=1");

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(request));
    }

    [Fact]
    public async Task Should_be_refused_if_the_body_was_changed()
    {
        var request = Signed(HttpMethod.Post, "/20180409/resources", """{"type":"Structured","query":"query all resources"}""");
        request.Content = new StringContent("""{"type":"Structured","query":"query vcn resources"}""", Encoding.UTF8) { Headers = { ContentType = new("application/json") } };

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(request));
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public async Task Should_be_refused_if_its_date_is_too_far_off(int minutes) => Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(Signed(minutes: minutes)));

    [Fact]
    public async Task Should_be_refused_if_the_key_is_anothers()
    {
        using var key = RSA.Create(2048);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(Signed(key: key)));
    }

    [Theory]
    [InlineData("(request-target) ", "")]
    [InlineData(" host", "")]
    [InlineData("rsa-sha256", "hmac-sha256")]
    [InlineData("signature=\"", "signature=\"!")]
    [InlineData("version=\"1\"", "version=\"2\"")]
    public async Task Should_be_refused_if_less_is_signed(string text, string instead)
    {
        var request = Signed();
        request.Headers.TryGetValues("Authorization", out var values);
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", values!.Single().Replace(text, instead, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(request));
    }

    private HttpRequestMessage Signed(HttpMethod? method = null, string path = Path, string body = "", int minutes = 0, RSA? key = null)
    {
        var profile = new OciConfigFile(name => name == "OCI_CLI_CONFIG_FILE" ? oci.ConfigFile : null).Profile(null);
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(oci.Address, path));
        RequestSignature.Sign(request, Encoding.UTF8.GetBytes(body), new ApiKeyPrincipal(profile, key ?? PrivateKeyFile.Read(profile)), oci.Clock.GetUtcNow().AddMinutes(minutes));
        return request;
    }

    private static async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
