using System.Collections.Concurrent;

namespace Coordinator.OciServer.Credentials;

/// <summary>The principal of each profile. A key is read once, and again when its profile has changed.</summary>
internal sealed class Principals(OciConfigFile config, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (OciProfile Profile, DateTime KeyWritten, ISigningPrincipal Principal)> known = new(StringComparer.Ordinal);

    /// <exception cref="Errors.ToolException">The profile cannot be used.</exception>
    public (OciProfile Profile, ISigningPrincipal Principal) Of(string? name)
    {
        var profile = config.Profile(name);
        var written = File.GetLastWriteTimeUtc(profile.KeyFile);
        if (known.TryGetValue(profile.Name, out var held) && held.Profile == profile && held.KeyWritten == written) return (profile, held.Principal);
        var key = PrivateKeyFile.Read(profile);
        ISigningPrincipal principal = profile.TokenFile is null ? new ApiKeyPrincipal(profile, key) : new SessionPrincipal(profile, key, clock);
        known[profile.Name] = (profile, written, principal);
        return (profile, principal);
    }
}
