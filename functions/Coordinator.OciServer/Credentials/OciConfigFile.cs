using System.Text;
using Coordinator.OciServer.Errors;
using Microsoft.Extensions.Configuration.Ini;

namespace Coordinator.OciServer.Credentials;

/// <summary>
/// The configuration file of OCI's own tools. As with the <c>oci</c> command, what a profile does not say it has from DEFAULT,
/// and OCI_CLI_PROFILE, OCI_CLI_REGION and OCI_CLI_CONFIG_FILE are heeded. It is read again when it has changed.
/// </summary>
internal sealed class OciConfigFile(Func<string, string?> variable)
{
    private const string DefaultProfile = "DEFAULT";

    private readonly Lock gate = new();
    private (DateTime Written, IDictionary<string, string?> Values)? read;

    public string Path { get; } = Expand(variable("OCI_CLI_CONFIG_FILE") is { Length: > 0 } path ? path : "~/.oci/config");

    public string DefaultName => variable("OCI_CLI_PROFILE") is { Length: > 0 } name ? name : DefaultProfile;

    public IReadOnlyList<string> Names() => [.. Values().Keys.Select(Section).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(name => name != DefaultProfile).ThenBy(name => name, StringComparer.Ordinal)];

    /// <exception cref="ToolException">There is no such profile, or something in it is missing.</exception>
    public OciProfile Profile(string? name)
    {
        var wanted = name ?? DefaultName;
        var names = Names();
        if (names.FirstOrDefault(known => known.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            // A caller's word is like any other name that is not there; the server's own setting is its operator's business.
            var problem = ToolError.Credentials("UnknownProfile", $"{Path} has no profile \"{wanted}\".", $"Use one of: {string.Join(", ", names)}") with { Choices = names };
            throw new ToolException(name is null ? problem : problem with { Status = 404 });
        }

        var tokenFile = Value(known, "security_token_file");
        return new OciProfile(known, Required(known, "tenancy"), variable("OCI_CLI_REGION") is { Length: > 0 } region ? region : Required(known, "region"), Expand(Required(known, "key_file")))
        {
            User = tokenFile is null ? Required(known, "user") : Value(known, "user"),
            Fingerprint = tokenFile is null ? Required(known, "fingerprint") : Value(known, "fingerprint"),
            Passphrase = Value(known, "pass_phrase"),
            Endpoint = Endpoint(known),
            TokenFile = tokenFile is null ? null : Expand(tokenFile),
        };
    }

    private string? Endpoint(string profile)
    {
        if (Value(profile, "endpoint") is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new ToolException(ToolError.Credentials(
                "InvalidProfile", $"Profile {profile} in {Path} has the endpoint {text}, which is not an address without a path, https where it is not this machine's.", "Correct the line endpoint=…, or remove it for OCI's own services"));
    }

    private string? Value(string profile, string key) =>
        Values().TryGetValue($"{profile}:{key}", out var own) && !string.IsNullOrWhiteSpace(own) ? own.Trim()
        // A session's token belongs to its profile alone: DEFAULT's would make another user of it. And a profile without an endpoint means OCI.
        : key is not ("security_token_file" or "endpoint") && Values().TryGetValue($"{DefaultProfile}:{key}", out var common) && !string.IsNullOrWhiteSpace(common) ? common.Trim()
        : null;

    private string Required(string profile, string key) => Value(profile, key)
        ?? throw new ToolException(ToolError.Credentials("IncompleteProfile", $"Profile {profile} in {Path} has no \"{key}\".", $"Add the line {key}=… to it, or write the profile anew with: oci setup config"));

    private IDictionary<string, string?> Values()
    {
        lock (gate)
        {
            try
            {
                var written = File.GetLastWriteTimeUtc(Path);
                if (read is null || read.Value.Written != written)
                {
                    using var ini = new MemoryStream(Encoding.UTF8.GetBytes(OciConfigText.AsIni(File.ReadAllText(Path))));
                    read = (written, IniStreamConfigurationProvider.Read(ini));
                }

                return read.Value.Values;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new ToolException(ToolError.Credentials("NoConfigFile", $"There is no OCI configuration file {Path}.", "Write one with: oci setup config, or name it in OCI_CLI_CONFIG_FILE"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new ToolException(ToolError.Credentials("UnreadableConfigFile", $"The OCI configuration file {Path} cannot be read: {exception.Message}", "Correct it, or write it anew with: oci setup config"));
            }
        }
    }

    private static string? Section(string key) => key.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? key[..end] : null;

    private static string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;
}
