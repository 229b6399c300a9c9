using System.Diagnostics;
using Coordinator.TestKit.Signals;

namespace Coordinator.Cli.Tests;

/// <summary>The program as a script runs it: several commands, one file.</summary>
public sealed class When_output_goes_to_a_file
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_leave_in_it_what_others_wrote()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for a shell of Unix.");
        var file = Path.GetTempFileName();
        try
        {
            using var shell = Process.Start("sh", ["-c", "{ echo first; dotnet \"$0\" health --help; dotnet \"$0\" stats --help; echo last; } > \"$1\"", Path.Combine(AppContext.BaseDirectory, "coordinator.dll"), file]);
            await shell.WaitForExitAsync(Token).SoonAsync();

            var lines = await File.ReadAllLinesAsync(file, Token);
            Assert.Equal(("first", "last"), (lines[0], lines[^1]));
            Assert.Contains(lines, line => line.Contains("coordinator health", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("coordinator stats", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
