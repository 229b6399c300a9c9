using System.CommandLine;

namespace Coordinator.Cli.Targets;

/// <summary>Which coordinator is meant: by option, else by environment, else by profile, else the one on this machine.</summary>
internal static class TargetOptions
{
    public const string EndpointVariable = "COORDINATOR_ENDPOINT";
    public const string KeyVariable = "COORDINATOR_ADMIN_KEY";
    public const string ProfileVariable = "COORDINATOR_PROFILE";

    public static readonly Option<string?> Endpoint = new("--endpoint") { Description = $"Address of the coordinator; also {EndpointVariable}. Default: http://localhost:3001.", Recursive = true, HelpName = "url" };

    public static readonly Option<string?> Key = new("--key") { Description = $"Its access key. Others on this machine can see it in the list of processes: better {KeyVariable} or a profile.", Recursive = true, HelpName = "key" };

    public static readonly Option<string?> Profile = new("--profile") { Description = $"Name in the profile file; also {ProfileVariable}.", Recursive = true, HelpName = "name" };

    private static readonly Uri ThisMachine = new("http://localhost:3001/");

    public static Target Read(ParseResult parsed, Func<string, string?> variable)
    {
        var endpoint = NotEmpty(parsed.GetValue(Endpoint)) ?? NotEmpty(variable(EndpointVariable));
        var key = NotEmpty(parsed.GetValue(Key)) ?? NotEmpty(variable(KeyVariable));
        var name = NotEmpty(parsed.GetValue(Profile)) ?? NotEmpty(variable(ProfileVariable));

        // An address that was given goes without the profile's key, which is for another.
        var profile = endpoint is null || name is not null ? ProfileFile.Read(variable).Find(name) : null;
        if (endpoint is not null && profile is not null && parsed.GetValue(Profile) is not null)
        {
            throw new CliException(ExitCodes.WrongUsage, $"Both --profile and an endpoint ({endpoint}) are given: which one is meant?");
        }

        var target = endpoint is not null ? new Target(AddressOf(endpoint), key) : new Target(profile?.Endpoint is { } address ? AddressOf(address) : ThisMachine, key ?? profile?.Key);
        if (target.Key is not null && target.Endpoint.Scheme == Uri.UriSchemeHttp && !target.Endpoint.IsLoopback)
        {
            throw new CliException(ExitCodes.WrongUsage, $"The key is not sent to {target.Shown}: over http everybody on the way can read it. Use https.");
        }

        return target;
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new CliException(ExitCodes.WrongUsage, $"The endpoint '{text}' is not an http or https address, such as http://localhost:3001.");

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
