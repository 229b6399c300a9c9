using System.CommandLine;
using System.Reflection;
using System.Text.Json;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator version</c>: of this program and of the coordinator, if it can be reached.</summary>
internal static class VersionCommand
{
    private static readonly string[] Own = (typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+', 2);

    public static Command Create(Verb verb) => verb.New("version", "This program and the coordinator, with their commits.", [], async invocation =>
    {
        var (host, problem) = await ReadAsync(invocation);
        var answer = JsonSerializer.SerializeToElement(new { cli = new { version = Own[0], commit = Own.ElementAtOrDefault(1) }, host, error = problem });
        invocation.Screen.Show(answer, _ => invocation.Screen.Fields(
            ("This program", $"{Own[0]} {Own.ElementAtOrDefault(1)}".Trim()),
            ("Coordinator", host is { } known ? $"{known.Text("version")} {known.Text("commit")} {known.Text("runtime")}".Trim() : $"unknown: {problem}")));
    });

    private static async Task<(JsonElement? Host, string? Problem)> ReadAsync(Invocation invocation)
    {
        try
        {
            return (await invocation.Client.GetAsync("version", invocation.Cancellation), null);
        }
        catch (CliException exception)
        {
            return (null, exception.Message);
        }
    }
}
