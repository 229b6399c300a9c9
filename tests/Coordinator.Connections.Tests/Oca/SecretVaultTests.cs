using System.Security.Cryptography;
using Coordinator.Connections.Blobs;
using Coordinator.Connections.Oca;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Connections.Tests.Oca;

public sealed class FileSecretVaultTests : SecretVaultSuite, IDisposable
{
    private readonly FileSecretVault _vault = new(Path.Combine(Directory.CreateTempSubdirectory("coordinator-vault-").FullName, "secrets"));

    public void Dispose() => _vault.Dispose();

    /// <summary>One process at a time uses the folder, so that both are the same.</summary>
    protected override Task<(ISecretVault First, ISecretVault Second)> OpenAsync() => Task.FromResult<(ISecretVault, ISecretVault)>((_vault, _vault));

    [Fact]
    public async Task Write_WhereNothingCanBeWritten_SaysWhere()
    {
        var file = Path.GetTempFileName();
        using var vault = new FileSecretVault(file);
        var thrown = await Assert.ThrowsAsync<RunMemoryException>(() => vault.PutAsync("a", "secret-content", TestContext.Current.CancellationToken));
        Assert.Contains(file, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }
}

public sealed class BlobSecretVaultTests(AzuriteServer azurite) : SecretVaultSuite
{
    /// <summary>Two instances that start on an empty account: what one encrypts the other reads.</summary>
    [Fact]
    public async Task Keys_AreSharedByAllInstances()
    {
        var options = await OptionsAsync();
        using var first = Protection(options);
        using var second = Protection(options);

        var hidden = ProtectorOf(first).Protect("token");

        Assert.DoesNotContain("token", hidden, StringComparison.Ordinal);
        Assert.Equal("token", ProtectorOf(second).Unprotect(hidden));
        using var stranger = Protection(await OptionsAsync());
        Assert.Throws<CryptographicException>(() => ProtectorOf(stranger).Unprotect(hidden));
    }

    protected override async Task<(ISecretVault First, ISecretVault Second)> OpenAsync()
    {
        var options = await OptionsAsync();
        return (BlobSecretVault.Open(options, TimeProvider.System), BlobSecretVault.Open(options, TimeProvider.System));
    }

    private async Task<BlobRunMemoryOptions> OptionsAsync() =>
        new() { ConnectionString = await azurite.ConnectionStringAsync(), Container = $"vault-{Guid.NewGuid():N}", OperationTimeout = TimeSpan.FromSeconds(60) };

    private static ServiceProvider Protection(BlobRunMemoryOptions options)
    {
        var services = new ServiceCollection().AddLogging().AddBlobRunMemory(options);
        services.AddDataProtection().SetApplicationName("test");
        return services.BuildServiceProvider();
    }

    private static IDataProtector ProtectorOf(IServiceProvider provider) => provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
