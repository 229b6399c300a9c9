namespace Coordinator.Core.Failures;

/// <summary>How long a call may take: its own limit, cut to what its run has left, so that limits inside each other never add up to more than the run's deadline.</summary>
/// <param name="IsCut">The run's end comes before the call's own limit.</param>
public readonly record struct CallLimit(TimeSpan Time, bool IsCut)
{
    /// <summary>With less than this a call would only be sent to be given up.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <param name="own">Of the tool or the model.</param>
    /// <param name="endBy">When the run's time for this is up; null: it has no end.</param>
    public static CallLimit Of(TimeSpan own, DateTimeOffset? endBy, DateTimeOffset now)
    {
        if (endBy is not { } end || own <= Shortest)
        {
            return new CallLimit(own, IsCut: false);
        }

        var left = end - now < Shortest ? Shortest : end - now;
        return left < own ? new CallLimit(left, IsCut: true) : new CallLimit(own, IsCut: false);
    }

    /// <summary>Says of a time-out that it was the run's time that was up.</summary>
    public Failure Explain(Failure failure) => IsCut && failure.Class == FailureClass.Timeout
        ? failure with { Class = FailureClass.OutOfTime, Message = $"{ErrorText.EndWithStop(failure.Message)} It was cut short, as this run's time was up. {ErrorText.NextStep} {ErrorTable.OutOfTime.Action}." }
        : failure;
}
