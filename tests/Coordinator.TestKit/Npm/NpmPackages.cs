using System.Diagnostics;
using Xunit;

namespace Coordinator.TestKit.Npm;

/// <summary>Programs of others, from npm: Oracle's client, MCP's inspector, the Kusto language service.</summary>
public static class NpmPackages
{
    private const string Variable = "NPM_MODULES";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The folder <c>node_modules</c>, as the variable says. Without it the test is skipped with a message.</summary>
    public static string Modules()
    {
        var modules = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(modules), $"{Variable} is not set: npm install oci-common oci-identity oci-core oci-usageapi @modelcontextprotocol/inspector @kusto/language-service-next, and set it to the path of node_modules.");
        Assert.True(Directory.Exists(modules), $"{Variable} is '{modules}', which does not exist.");
        return modules;
    }

    public static string Inspector(string modules) => Path.Combine(modules, "@modelcontextprotocol", "inspector", "clients", "launcher", "build", "index.js");

    /// <summary>What a script beside the test prints.</summary>
    public static Task<string> RunAsync(string script, string? input, params string[] arguments) =>
        NodeAsync([Path.Combine(AppContext.BaseDirectory, "Npm", script), .. arguments], input, new Dictionary<string, string>());

    public static async Task<string> NodeAsync(IEnumerable<string> arguments, string? input, IReadOnlyDictionary<string, string> environment, bool isRefused = false)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0 != isRefused, $"node ended with {process.ExitCode}: {await error}\n{await output}");
        return await output;
    }
}
