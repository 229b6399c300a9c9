using Coordinator.Core.Runs;
using Microsoft.DurableTask;

namespace Coordinator.Functions.Runs;

/// <summary>
/// Carries out what <see cref="RunPolicy"/> says, by activities. Replayed: it looks at nothing but its history.
/// Before each longer wait it continues as new, so that a new deployment never replays decisions of an old one.
/// </summary>
internal sealed class OrchestratedRun(TaskOrchestrationContext context, RunInput input) : IDisposable
{
    /// <summary>A longer wait begins a new history, and is shown as such.</summary>
    public static readonly TimeSpan StaysFor = TimeSpan.FromMinutes(1);

    /// <summary>When run memory cannot be read or written, or the app drains: nothing is lost meanwhile.</summary>
    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(30);

    /// <summary>The wake event of a thread that became free may be lost, and so may that of the end of a drain.</summary>
    private static readonly TimeSpan HeldPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Task<IReadOnlyList<string>>> _underWay = [];
    private readonly RunTimer _timer = new(context);
    private readonly RunState _state = new();
    private Task _woken = context.WaitForExternalEvent<object?>(RunOrchestrator.WakeEvent);
    private RunRequest? _request;

    /// <summary>What was waited for is over, whatever the clock says: else a timer that came early would be set again and again.</summary>
    private DateTimeOffset Now => new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) is var now && now > _timer.Passed ? now : _timer.Passed;

    public async Task CarryOutAsync()
    {
        if (input.NotBefore is { } notBefore)
        {
            await Task.WhenAny(_timer.Until(notBefore), _woken);
        }

        try
        {
            await CarryOnAsync();
        }
        catch (TaskFailedException)
        {
            // Only run memory and a drain make an activity throw. What is under way stores its own facts.
            await Task.WhenAll(_underWay.Values.Select(Ended));
            ContinueAt(Now + StoragePause, input.HeldSince);
        }
    }

    private async Task CarryOnAsync()
    {
        if (await LoadAsync() is { } held)
        {
            context.SetCustomStatus($"waits for {held}");
            ContinueAt(Now + HeldPause, input.HeldSince ?? Now);
            return;
        }

        if (input.HeldSince is { } since)
        {
            Apply(await context.CallActivityAsync<IReadOnlyList<string>>(RunActivities.ResumeRun, new ReleasedHold(input.RunId, since)));
        }

        while (true)
        {
            var actions = RunPolicy.Next(_request!, _state, Now);
            Start(actions);
            var (wait, park) = (actions.OfType<Wait>().FirstOrDefault(), actions.OfType<Park>().FirstOrDefault());
            context.SetCustomStatus(RunStatusText.Of(_underWay.Keys, wait, park));
            if (_underWay.Count == 0)
            {
                if (wait is null)
                {
                    await context.CallActivityAsync(RunActivities.ReleaseThread, new ReleasedRun(input.RunId, park?.Reason));
                    return;
                }

                if (wait.Until - Now > StaysFor && !_woken.IsCompleted)
                {
                    ContinueAt(wait.Until);
                    return;
                }
            }

            await WaitAsync(wait);
            await TakeResultsAsync();
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Reads the run, its inbox included; gives what has to end first.</summary>
    private async Task<string?> LoadAsync()
    {
        var loaded = await context.CallActivityAsync<LoadedRun>(RunActivities.LoadRun, input.RunId);
        _request = RunRequestJson.Deserialize(loaded.Request);
        Apply(loaded.Facts);
        return loaded.HeldBy;
    }

    private void Start(IReadOnlyList<RunAction> actions)
    {
        foreach (var action in actions)
        {
            if (RunActivities.NameOf(action) is { } activity && !_underWay.ContainsKey(action.StepKey))
            {
                _underWay[action.StepKey] = context.CallActivityAsync<IReadOnlyList<string>>(activity, new StepInput(input.RunId, RunActionJson.Serialize(action)));
            }
        }
    }

    private async Task WaitAsync(Wait? wait)
    {
        var first = wait is null ? await Task.WhenAny([.. _underWay.Values, _woken]) : await Task.WhenAny([.. _underWay.Values, _woken, _timer.Until(wait.Until)]);
        if (first == _woken)
        {
            _woken = context.WaitForExternalEvent<object?>(RunOrchestrator.WakeEvent);
            await LoadAsync();
        }
    }

    private async Task TakeResultsAsync()
    {
        foreach (var (key, step) in _underWay.Where(pair => pair.Value.IsCompleted).ToList())
        {
            _underWay.Remove(key);
            Apply(await step);
        }
    }

    private void Apply(IReadOnlyList<string> facts)
    {
        foreach (var fact in facts)
        {
            _state.Apply(RunFactJson.Deserialize(fact));
        }
    }

    private void ContinueAt(DateTimeOffset time, DateTimeOffset? heldSince = null) =>
        context.ContinueAsNew(input with { NotBefore = time, HeldSince = heldSince }, preserveUnprocessedEvents: true);

    private static async Task Ended(Task step)
    {
        try
        {
            await step;
        }
        catch (TaskFailedException)
        {
        }
    }
}
