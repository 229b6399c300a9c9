namespace Coordinator.CrashCampaign.Plan;

/// <summary>Instances of the tenancy whose names are unique there, each given out once a round.</summary>
internal sealed class InstanceSupply(Random random)
{
    private readonly Queue<string> _running = Shuffled(
        random, "web-01", "web-02", "app-server-01", "app-server-02", "database-vm", "remove-dev-server", "ci-runner-01", "bastion-01", "monitoring-01");

    private readonly Queue<string> _stopped = Shuffled(random, "reporting-vm", "load-test-01", "gpu-notebook");

    public bool HasRunning => _running.Count > 0;

    public string Running() => _running.Dequeue();

    public string Stopped() => _stopped.Dequeue();

    private static Queue<string> Shuffled(Random random, params string[] names)
    {
        random.Shuffle(names);
        return new(names);
    }
}
