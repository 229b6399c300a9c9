using System.Globalization;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.State;

/// <summary>Three servers that share the keys among them.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private const int Nodes = 3;

    private readonly List<(RedisServer Server, string Bus)> _nodes = [];

    public string Url => $"redis://{string.Join(',', _nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{node.Server.Port}")))}";

    public static async Task<RedisCluster> StartAsync(string folder)
    {
        var cluster = new RedisCluster();
        try
        {
            for (var i = 0; i < Nodes; i++)
            {
                await cluster.AddAsync(Path.Combine(folder, $"nodes-{i}.conf"), i);
            }

            await Until.TrueAsync(cluster.IsCompleteAsync, "the cluster is complete");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (server, _) in _nodes)
        {
            await server.DisposeAsync();
        }
    }

    private async Task AddAsync(string file, int number)
    {
        var bus = Text(RedisServer.FreePort());
        var server = await RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-config-file", file, "--cluster-port", bus);
        _nodes.Add((server, bus));
        await server.CliAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(number + 1));
        await server.CliAsync("CLUSTER", "ADDSLOTSRANGE", Text(Slots * number / Nodes), Text((Slots * (number + 1) / Nodes) - 1));
        await server.CliAsync("CLUSTER", "MEET", "127.0.0.1", Text(_nodes[0].Server.Port), _nodes[0].Bus);
    }

    private async Task<bool> IsCompleteAsync()
    {
        foreach (var (server, _) in _nodes)
        {
            var info = await server.CliAsync("CLUSTER", "INFO");
            if (!info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains($"cluster_size:{Nodes}", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
