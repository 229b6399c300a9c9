using System.Reflection;
using Coordinator.Connections.Oca;

namespace Coordinator.Connections.Models;

/// <summary>The variables of Oracle Code Assist (original-system 2.9).</summary>
internal static class OcaVariables
{
    private const string PerUser = "user";

    public static ProviderVariables Variables { get; } = new(ModelProviders.Oca, "", "OCA_MODEL", "OCA_ENDPOINT")
    {
        HasKey = false,
        NeedsTls = true,
        DefaultModel = "oca/gpt5.2",
        DefaultUrl = _ => new Uri("https://code-internal.aiservice.us-chicago-1.oci.oraclecloud.com/20250206/app/litellm"),
        Headers = _ => new Dictionary<string, string> { ["client"] = "oci-coordinator", ["client-version"] = Version() },
        RootPath = "/20250206/app/litellm",
        Oca = Read,
    };

    private static OcaOptions Read(ModelVariables read)
    {
        var defaults = new OcaOptions();
        var tokens = read.Text(OcaOptions.TokensVariable) ?? OcaOptions.Shared;
        if (tokens is not (OcaOptions.Shared or PerUser))
            read.Problem($"{OcaOptions.TokensVariable} is '{tokens}': it must be {OcaOptions.Shared} or {PerUser}.");
        var redirect = read.Url(OcaOptions.RedirectUriVariable, needsTls: true);
        if (redirect is not null && redirect.AbsolutePath != OcaOptions.CallbackPath)
            read.Problem($"{OcaOptions.RedirectUriVariable} is '{redirect}': it must end in {OcaOptions.CallbackPath}, where this coordinator takes logins.");
        return new OcaOptions
        {
            IdcsUrl = read.Url(OcaOptions.IdcsUrlVariable, needsTls: true) ?? defaults.IdcsUrl,
            ClientId = read.Key(OcaOptions.ClientIdVariable) ?? defaults.ClientId,
            RedirectUri = redirect,
            PerUser = tokens == PerUser,
        };
    }

    private static string Version() => typeof(OcaVariables).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
