using System.ComponentModel.DataAnnotations;

namespace Coordinator.Core.DeadLetters;

public sealed class DeadLetterOptions
{
    /// <summary>Days after its last failure that a dead letter is kept (<c>DLQ_RETENTION_DAYS</c>, runbook 5.3).</summary>
    [Range(1, 365, ErrorMessage = "DLQ_RETENTION_DAYS must be a whole number from 1 to 365.")]
    public int RetentionDays { get; set; } = 7;
}
