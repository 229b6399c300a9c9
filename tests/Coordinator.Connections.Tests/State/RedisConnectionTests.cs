using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Connections.Redis;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

/// <summary>Ways to a server: TLS, a cluster.</summary>
public sealed class RedisConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Open_WhenTheUrlSaysRediss_UsesTlsForThatHost()
    {
        var port = RedisServer.FreePort();
        await using var server = await StartWithTlsAsync(port, "localhost");
        var errors = SslPolicyErrors.None;
        using var store = Open($"rediss://localhost:{port}", (_, found) =>
        {
            errors = found;
            return true;
        });

        Assert.True((await store.AddAsync("key", "value", null, Token)).IsWritten);
        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, errors);
    }

    [Fact]
    public async Task Open_WhenTheCertificateIsNotTrusted_FailsAndSaysWhere()
    {
        var port = RedisServer.FreePort();
        await using var server = await StartWithTlsAsync(port, "localhost");
        using var store = Open($"rediss://localhost:{port}", null);

        // The first attempts may only find that there is no connection yet.
        var said = "";
        await Until.TrueAsync(async () => (said = (await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token))).Message).Contains("certificate", StringComparison.Ordinal), "it says why");
        Assert.Contains($"rediss://localhost:{port}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyOperation_OnACluster_KeepsWhatBelongsTogetherInOnePlace()
    {
        await using var cluster = await RedisCluster.StartAsync(_folder);
        using var store = Open(cluster.Url, null);

        foreach (var pool in Enumerable.Range(0, 20).Select(i => $"pool-{i}"))
        {
            Assert.True((await store.AcquireAsync(new PermitRequest(pool, "a", "user", 1, TimeSpan.FromMinutes(1)), Token)).IsGranted);
            Assert.Equal(PermitAnswer.Queued(1), await store.AcquireAsync(new PermitRequest(pool, "b", "user", 1, TimeSpan.FromMinutes(1)), Token));
        }

        var written = (await store.AddAsync("oci:circuit:{db}", "open", null, Token)).Stored!;
        Assert.True(await store.DeleteAsync("oci:circuit:{db}", written.Version, Token));
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.AddAsync($"oci:cache:{i}", "value", null, Token)));
        Assert.Equal(500, await store.ScanAsync("oci:cache:", Token).Distinct().CountAsync(Token));
        Assert.Equal(500 + 40, await store.PurgeAsync("oci:", [], Token));
        Assert.Equal("master", (await store.CheckAsync(Token)).Redis!.Role);
    }

    private async Task<RedisServer> StartWithTlsAsync(int port, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), Token);
        return await RedisServer.StartAsync(
            "--tls-port", port.ToString(CultureInfo.InvariantCulture), "--tls-cert-file", certificateFile, "--tls-key-file", keyFile, "--tls-ca-cert-file", certificateFile, "--tls-auth-clients", "no");
    }

    /// <param name="trust">Instead of the system's trust.</param>
    private static RedisStateStore Open(string text, Func<X509Certificate?, SslPolicyErrors, bool>? trust)
    {
        var (url, limit) = (RedisDatabase.Parse(text), TimeSpan.FromSeconds(5));
        var configuration = RedisConfiguration.Of(url, limit);
        if (trust is not null)
        {
            configuration.CertificateValidation += (_, certificate, _, errors) => trust(certificate, errors);
        }

        return RedisStateStore.Open(url, configuration, limit, TimeProvider.System, NullLogger.Instance);
    }
}
