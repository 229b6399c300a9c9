using System.Collections.Concurrent;
using Coordinator.CrashCampaign.Checks;
using Coordinator.CrashCampaign.Host;

namespace Coordinator.CrashCampaign;

/// <summary>Runs all rounds, some side by side, and reports.</summary>
internal static class Campaign
{
    private const int Passed = 0;
    private const int Failed = 1;

    /// <summary>For rounds to end their processes.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(CampaignOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var report = new CampaignReport(Console.Out);
        var results = new ConcurrentBag<RoundResult>();
        var folder = options.KeepFolder is { } keep ? Directory.CreateDirectory(keep).FullName : Directory.CreateTempSubdirectory("crash-campaign-").FullName;
        var start = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        report.Begin(options);
        try
        {
            var rounds = Parallel.ForEachAsync(
                Enumerable.Range(1, options.Rounds),
                new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = limit.Token },
                async (number, stopped) =>
                {
                    var result = await new RoundRun(options, time, report.Write).RunAsync(number, Path.Combine(folder, $"round-{number}"), stopped);
                    results.Add(result);
                    report.Round(result);
                });
            await rounds.WaitAsync(options.Limit + Grace, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            FolderProcesses.Kill(FolderProcesses.Find(folder));
            report.Write("Rounds did not end when they were told to.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            report.Write(cancellationToken.IsCancellationRequested ? "Interrupted." : $"Not over after {options.Limit}.");
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        var sum = RoundFigures.Sum([.. results.Select(result => result.Figures)]);
        return report.End(options, sum, time.GetElapsedTime(start)) ? Passed : Failed;
    }
}
