using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Signing;
using Coordinator.OciServer.Tests.Server;
using Coordinator.TestKit.Npm;

namespace Coordinator.OciServer.Tests.Signing;

/// <summary>Our signatures, verified by programs of others.</summary>
public sealed class RequestSignatureTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly RSA key = RSA.Create(2048);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signature-");

    public void Dispose()
    {
        key.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>The text that has to be signed is written out here as OCI's documentation has it, not made by the code under test.</summary>
    [Fact]
    public async Task Sign_OfAGet_IsValidForOpenSsl()
    {
        var request = Signed(HttpMethod.Get, "https://iaas.us-phoenix-1.oraclecloud.com/20160918/instances?availabilityDomain=Pjwf%3A%20PHX-AD-1&displayName=TeamX", "");

        await AssertValidAsync(request, "date: Thu, 15 Jan 2026 12:00:00 GMT\n(request-target): get /20160918/instances?availabilityDomain=Pjwf%3A%20PHX-AD-1&displayName=TeamX\nhost: iaas.us-phoenix-1.oraclecloud.com");
    }

    [Fact]
    public async Task Sign_OfAPost_CoversTheBody()
    {
        const string Body = """{"displayName":"Füllhorn"}""";
        var request = Signed(HttpMethod.Post, "https://iaas.us-phoenix-1.oraclecloud.com/20160918/volumeAttachments", Body);

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));
        await AssertValidAsync(
            request,
            $"date: Thu, 15 Jan 2026 12:00:00 GMT\n(request-target): post /20160918/volumeAttachments\nhost: iaas.us-phoenix-1.oraclecloud.com\ncontent-length: 27\ncontent-type: application/json\nx-content-sha256: {hash}");
    }

    [Fact]
    public async Task Sign_OfAPostWithoutABody_CoversThatThereIsNone()
    {
        var request = Signed(HttpMethod.Post, "https://iaas.us-phoenix-1.oraclecloud.com/20160918/instances/x?action=START", "");

        await AssertValidAsync(
            request,
            "date: Thu, 15 Jan 2026 12:00:00 GMT\n(request-target): post /20160918/instances/x?action=START\nhost: iaas.us-phoenix-1.oraclecloud.com\ncontent-length: 0\ncontent-type: application/json\nx-content-sha256: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    [Theory]
    [InlineData("GET", "/20160918/vcns?compartmentId=ocid1.compartment.oc1..abc&limit=5", "")]
    [InlineData("POST", "/20200107/usage", """{"granularity":"DAILY"}""")]
    public async Task Sign_IsValidForAnotherImplementationOfTheDraft(string method, string path, string body)
    {
        var modules = NpmPackages.Modules();
        var request = Signed(new HttpMethod(method), $"http://127.0.0.1:9100{path}", body);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
        if (request.Content is not null) headers["content-length"] = $"{request.Content.Headers.ContentLength}";

        var said = JsonElement.Parse(await NpmPackages.RunAsync(
            "verify-signature.js", JsonSerializer.Serialize(new { method, url = path, headers, key = key.ExportSubjectPublicKeyInfoPem() }), modules));

        Assert.True(said.GetProperty("valid").GetBoolean());
        Assert.Equal("ocid1.tenancy/ocid1.user/aa:bb", said.Text("keyId"));
    }

    private HttpRequestMessage Signed(HttpMethod method, string address, string body)
    {
        var request = new HttpRequestMessage(method, address);
        var profile = new OciProfile("DEFAULT", "ocid1.tenancy", "us-phoenix-1", "") { User = "ocid1.user", Fingerprint = "aa:bb" };
        RequestSignature.Sign(request, Encoding.UTF8.GetBytes(body), new ApiKeyPrincipal(profile, key), Now);
        return request;
    }

    private async Task AssertValidAsync(HttpRequestMessage request, string text)
    {
        var signature = request.Headers.Authorization!.Parameter!.Split("signature=\"")[1].TrimEnd('"');
        var (publicKey, signed, plain) = (Path.Combine(folder.FullName, "key"), Path.Combine(folder.FullName, "signature"), Path.Combine(folder.FullName, "text"));
        await File.WriteAllTextAsync(publicKey, key.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(signed, Convert.FromBase64String(signature), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(plain, text, TestContext.Current.CancellationToken);
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-verify", publicKey, "-signature", signed, plain]) { RedirectStandardOutput = true })!;
        Assert.Equal("Verified OK\n", await openssl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
