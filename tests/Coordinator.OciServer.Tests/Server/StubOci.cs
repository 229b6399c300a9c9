using System.Security.Cryptography;
using System.Text.Json;
using Coordinator.OciServer.Tests.Rest;

namespace Coordinator.OciServer.Tests.Server;

/// <summary>The built-in tools against OCI answers that a test writes itself: what the real services send, and the simulated tenancy does not.</summary>
internal sealed class StubOci : IDisposable
{
    public const string Tenancy = "ocid1.tenancy.oc1..root";

    private const string None = """
        authorization: {kind: none}
        domain: nothing
        tools: {nothing: {title: None, description: None., handler: ping, access: read}}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stub-oci-");
    private readonly CustomTools tools;

    /// <param name="answer">By method and path with query; null: 404.</param>
    public StubOci(Func<string, string?> answer)
    {
        using var key = RSA.Create(2048);
        var (pem, config) = (Path.Combine(folder.FullName, "key.pem"), Path.Combine(folder.FullName, "config"));
        File.WriteAllText(pem, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(config, $"[DEFAULT]\nuser=ocid1.user.oc1..u\nfingerprint=aa\ntenancy={Tenancy}\nregion=eu-frankfurt-1\nkey_file={pem}\n");
        tools = new CustomTools(
            None,
            request => answer($"{request.Method} {request.RequestUri!.PathAndQuery}") is { } json
                ? StubApi.Json(json)
                : StubApi.Json("""{"code": "NotAuthorizedOrNotFound", "message": "Not there."}""", System.Net.HttpStatusCode.NotFound),
            new() { ["OCI_CLI_CONFIG_FILE"] = config, ["ALLOW_MUTATIONS"] = "true" });
    }

    public StubApi Api => tools.Api;

    public async Task<JsonElement> AskAsync(string tool, object? arguments = null, string? effectKey = null)
    {
        var (answer, error) = await tools.CallAsync(tool, arguments ?? new { }, effectKey);
        Assert.True(error is null, $"{tool} failed: {error}");
        return answer;
    }

    public async Task<JsonElement> FailAsync(string tool, object? arguments = null, string? effectKey = null)
    {
        var (answer, error) = await tools.CallAsync(tool, arguments ?? new { }, effectKey);
        Assert.True(error is not null, $"{tool} answered: {answer}");
        return error.Value;
    }

    public void Dispose()
    {
        tools.Dispose();
        folder.Delete(recursive: true);
    }
}
