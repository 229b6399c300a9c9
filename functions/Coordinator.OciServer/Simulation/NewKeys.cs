using System.Collections.Concurrent;
using System.Security.Cryptography;
using Coordinator.OciServer.Simulation.Data;
using Coordinator.OciServer.Simulation.State;

namespace Coordinator.OciServer.Simulation;

/// <summary>The API keys of a folder that has none yet. Making them is most of a first start, so it may begin before the rest.</summary>
public sealed class NewKeys
{
    private const int Bits = 2048;

    private readonly ConcurrentQueue<Task<RSA>> made;

    private NewKeys(IEnumerable<Task<RSA>> made) => this.made = new(made);

    /// <summary>In the background; nothing is written.</summary>
    public static NewKeys Begin(SimulationOptions options) =>
        new(Tenancies.All.Where(tenancy => !File.Exists(SimulationFolder.KeyFile(options.Folder, tenancy.Profile))).Select(_ => Task.Run(Make)));

    /// <summary>One that nobody else gets.</summary>
    internal RSA Take() => made.TryDequeue(out var key) ? key.GetAwaiter().GetResult() : Make();

    private static RSA Make()
    {
        var key = RSA.Create(Bits);
        // It is made when it is used first.
        _ = key.ExportSubjectPublicKeyInfo();
        return key;
    }
}
