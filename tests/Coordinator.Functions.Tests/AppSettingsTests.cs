namespace Coordinator.Functions.Tests;

public sealed class AppSettingsTests
{
    /// <summary>Its text is known to everybody: taken for the signing secret, anyone could sign with it.</summary>
    [Fact]
    public void Over_WhenAVaultReferenceWasNotResolved_IsUnset()
    {
        var read = AppSettings.Over(_ => "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/slack)");
        Assert.Null(read("SLACK_SIGNING_SECRET"));
        Assert.Null(read("COORDINATOR_ADMIN_KEY"));
    }

    [Fact]
    public void Over_WhenNothingIsSaid_HasNoOciServer()
    {
        Assert.Equal("false", AppSettings.Over(_ => null)("OCI_UNIFIED_ENABLED"));
        Assert.Equal("true", AppSettings.Over(_ => "true")("OCI_UNIFIED_ENABLED"));
    }
}
