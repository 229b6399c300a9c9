using System.Text.Json;
using Coordinator.CrashCampaign.Plan;

namespace Coordinator.CrashCampaign.Host;

/// <summary>The folder of one round: journal, simulated tenancy with its log of changes, configuration, log of the host.</summary>
internal sealed class HostFolder
{
    /// <summary>How long a write that was under way at a kill is left alone. Far longer than one takes, even on a busy machine.</summary>
    private const int WriteSeconds = 10;

    /// <summary>Nothing waits for it but a read that is really slow.</summary>
    private const int ReadSeconds = 60;

    public HostFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Config);
        var shipped = System.IO.Path.Combine(AppContext.BaseDirectory, "config");
        File.Copy(System.IO.Path.Combine(shipped, "tool-policy.yaml"), System.IO.Path.Combine(Config, "tool-policy.yaml"));
        Directory.CreateDirectory(System.IO.Path.Combine(Config, "workflows"));
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(shipped, "workflows")))
            File.Copy(file, System.IO.Path.Combine(Config, "workflows", System.IO.Path.GetFileName(file)));
        File.WriteAllText(System.IO.Path.Combine(Config, "mcp-servers.yaml"), Servers());
    }

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Journal => System.IO.Path.Combine(Data, "runs.db");

    public string Config => System.IO.Path.Combine(Path, "config");

    public string Log => System.IO.Path.Combine(Path, "host.log");

    /// <summary>While it exists the simulated tenancy withholds the answers to writes.</summary>
    public string WriteHold => System.IO.Path.Combine(Path, "hold-writes");

    private string Changes => System.IO.Path.Combine(Data, "simulated-tenancy", "changes.jsonl");

    /// <summary>What has been done in the simulated tenancy so far, from its log.</summary>
    public IReadOnlyList<ExpectedWrite> Writes()
    {
        if (!File.Exists(Changes))
            return [];
        using var reader = new StreamReader(new FileStream(Changes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = reader.ReadToEnd().Split('\n');
        // What follows the last line end is being written.
        return [.. lines.SkipLast(1).Select(line => JsonDocument.Parse(line).RootElement).Select(write =>
            new ExpectedWrite(ExpectedWrite.ToolOf(write.GetProperty("action").GetString()!), write.GetProperty("instance").GetString()!))];
    }

    public void Delete() => Directory.Delete(Path, recursive: true);

    private static string Timeouts => string.Join(", ", ExpectedWrite.Tools.Select(tool => $"{tool}: {WriteSeconds}"));

    private static string Servers() => $$"""
        servers:
          oci-unified:
            transport: stdio
            command: ${COORDINATOR_OCI_SERVER}
            env: {OCI_CLI_CONFIG_FILE: "${COORDINATOR_OCI_CONFIG}"}
            timeout_seconds: {{ReadSeconds}}
            connect_timeout_seconds: {{ReadSeconds}}
            tool_timeouts: {{{Timeouts}}}

        """;
}
