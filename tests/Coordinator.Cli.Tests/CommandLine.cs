using Coordinator.TestKit.Signals;

namespace Coordinator.Cli.Tests;

/// <summary>Commands as a shell would run them, with variables of their own.</summary>
internal static class CommandLine
{
    public static Task<Ran> RunAsync(IReadOnlyDictionary<string, string> variables, string[] args, CancellationToken cancellationToken) =>
        RunAsync(variables, args, TimeProvider.System, _ => { }, cancellationToken);

    /// <summary>A browser that goes where it is sent.</summary>
    public static void Browse(Uri address) => _ = Task.Run(async () =>
    {
        using var browser = new HttpClient { Timeout = Soon.Limit };
        using var page = await browser.GetAsync(address);
    });

    /// <param name="printed">Told each line as it is printed.</param>
    /// <param name="browse">Null: <see cref="Browse"/>.</param>
    public static async Task<Ran> RunAsync(
        IReadOnlyDictionary<string, string> variables, string[] args, TimeProvider time, Action<string> printed, CancellationToken cancellationToken, Func<string, string?>? ask = null, Action<Uri>? browse = null, Action<string>? noted = null)
    {
        using var output = new Output(printed);
        using var error = new Output(noted ?? (_ => { }));
        var environment = new CliEnvironment { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error), Variable = name => Variable(variables, name), Time = time, Ask = ask, Browse = browse ?? Browse };
        var exitCode = await CoordinatorCommand.RunAsync(args, environment, cancellationToken).SoonAsync();
        return new Ran(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Never the profiles of whoever runs the tests.</summary>
    private static string? Variable(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) ? value : name == "COORDINATOR_PROFILES" ? "/nowhere/profiles.json" : null;

    private sealed class Output(Action<string> printed) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            printed(value ?? "");
        }
    }
}
