using System.Globalization;
using System.Text.Json;
using Coordinator.Core.Configuration;

namespace Coordinator.OciServer.Simulation.State;

/// <summary>When a simulation began and by which seed: everything that was not changed since follows from it.</summary>
internal sealed record SimulationStart(int SchemaVersion, string Seed, DateTimeOffset Began)
{
    public const int CurrentVersion = 1;
}

/// <summary>The folder of a simulation: <c>tenancy.json</c>, the log of changes beside it, keys and an OCI configuration. One process at a time has it.</summary>
internal sealed class SimulationFolder : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    private readonly FileStream held;

    private SimulationFolder(string path, FileStream held, SimulationStart start) => (Path, this.held, Start) = (path, held, start);

    public string Path { get; }

    public SimulationStart Start { get; }

    public string ConfigFile => System.IO.Path.Combine(Path, "config");

    public string ChangesFile => System.IO.Path.Combine(Path, "changes.jsonl");

    public string KeyFile(string profile) => KeyFile(Path, profile);

    public static string KeyFile(string folder, string profile) => System.IO.Path.Combine(folder, $"{profile.ToLower(CultureInfo.InvariantCulture)}.pem");

    /// <exception cref="ConfigException">Another process has it, or what is in it is of another kind.</exception>
    public static SimulationFolder Open(string path, string seed, DateTimeOffset now)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var held = Lock(path);
        try
        {
            return new SimulationFolder(path, held, Read(System.IO.Path.Combine(path, "tenancy.json"), seed, now));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>The operating system gives it up when the process dies, whatever way it dies.</summary>
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception)
        {
            throw new ConfigException($"The simulated tenancy in {path} is in use by another process ({exception.Message}). Stop that one, or choose another folder.", exception);
        }
    }

    private static SimulationStart Read(string file, string seed, DateTimeOffset now)
    {
        if (!File.Exists(file))
        {
            var fresh = new SimulationStart(SimulationStart.CurrentVersion, seed, now);
            File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(fresh, Json));
            File.Move($"{file}.tmp", file);
            return fresh;
        }

        try
        {
            var start = JsonSerializer.Deserialize<SimulationStart>(File.ReadAllText(file), Json) ?? throw new JsonException("It says null.");
            return start.SchemaVersion == SimulationStart.CurrentVersion ? start : throw new ConfigException($"{file} has schemaVersion {start.SchemaVersion}; this program knows {SimulationStart.CurrentVersion}. Move the folder away to begin anew.");
        }
        catch (JsonException exception)
        {
            throw new ConfigException($"{file} cannot be read: {exception.Message} Move the folder away to begin anew.", exception);
        }
    }
}
