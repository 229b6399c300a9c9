using Coordinator.CrashCampaign.Checks;
using Coordinator.CrashCampaign.Host;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign;

/// <summary>Runs one round within its time and leaves nothing behind, however it ends.</summary>
internal sealed class RoundRun(CampaignOptions options, TimeProvider time, Action<string> write)
{
    private const int LogLines = 60;

    /// <summary>An MCP server whose client is gone ends by itself: it is given this long on a busy machine.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly RoundFigures _figures = new();
    private readonly List<string> _findings = [];

    public async Task<RoundResult> RunAsync(int number, string folder, CancellationToken stopped)
    {
        var start = time.GetTimestamp();
        var plan = RoundPlan.Make(number, options);
        _figures.Events = plan.Questions.Count;
        _figures.Path(plan.Path);
        try
        {
            await PlayAsync(plan, folder, stopped);
        }
        catch (Exception exception) when (!stopped.IsCancellationRequested)
        {
            _figures.Broken++;
            _findings.Add($"broke: {exception}");
        }
        finally
        {
            await ClearAsync(folder);
        }

        var keep = options.KeepFolder is not null || _findings.Count > 0;
        if (!keep)
            Directory.Delete(folder, recursive: true);
        return new RoundResult(number, _figures, _findings, keep ? folder : null, time.GetElapsedTime(start));
    }

    private async Task PlayAsync(RoundPlan plan, string folder, CancellationToken stopped)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        limit.CancelAfter(options.RoundLimit);
        await using var world = await RoundWorld.OpenAsync(plan, options.Programs, folder, time, limit.Token);
        var round = new Round(plan, world, _figures, text => Say(plan, text), limit.Token);
        try
        {
            _findings.AddRange(await round.PlayAsync());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopped.IsCancellationRequested)
        {
            var pending = round.Pending().ToList();
            _figures.Stuck += Math.Max(pending.Count, 1);
            _findings.AddRange([$"was not over after {options.RoundLimit.TotalSeconds:0} s", .. pending]);
        }
        catch (Exception exception) when (!stopped.IsCancellationRequested)
        {
            _figures.Broken++;
            _findings.Add($"broke: {exception}");
        }

        if (_findings.Count > 0)
            _findings.AddRange(world.Log.Tail(LogLines).Select(line => $"  | {line}"));
    }

    private async Task ClearAsync(string folder)
    {
        var start = time.GetTimestamp();
        var left = FolderProcesses.Find(folder);
        while (left.Count > 0 && time.GetElapsedTime(start) < EndWithin)
        {
            await Task.Delay(LookAgain, time);
            left = FolderProcesses.Find(folder);
        }

        FolderProcesses.Kill(left);
        _figures.LeftProcesses += left.Count;
        _findings.AddRange(left.Select(id => $"left process {id} running; it was killed"));
    }

    private void Say(RoundPlan plan, string text)
    {
        if (options.Verbose)
            write($"round {plan.Number,3}  {text}");
    }
}
