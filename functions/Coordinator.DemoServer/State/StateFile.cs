using System.Text.Json;

namespace Coordinator.DemoServer.State;

/// <summary>Reads and replaces the state file. A reader sees the old file or the new one, never half of one.</summary>
internal sealed class StateFile(string path)
{
    public string Path => path;

    public bool Exists => File.Exists(path);

    public DemoState Load()
    {
        try
        {
            var state = JsonSerializer.Deserialize<DemoState>(File.ReadAllBytes(path), StateJson.File)
                ?? throw new StateFileException($"State file {path} holds null. Move it away to start with a fresh tenancy.");
            return Checked(state);
        }
        catch (JsonException e)
        {
            throw new StateFileException($"State file {path} is not readable: {e.Message} Move it away to start with a fresh tenancy.", e);
        }
        catch (FileNotFoundException e)
        {
            throw new StateFileException($"State file {path} was removed while the server was running. Restart it for a fresh tenancy.", e);
        }
    }

    /// <summary>On disk when it returns.</summary>
    public void Save_NeedsLock(DemoState state)
    {
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, state, StateJson.File);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private DemoState Checked(DemoState state)
    {
        if (state.SchemaVersion != DemoState.CurrentVersion)
            throw new StateFileException($"State file {path} has schemaVersion {state.SchemaVersion}; this server knows {DemoState.CurrentVersion}.");
        if (state.Tenancy.Inconsistency() is { } problem)
            throw new StateFileException($"State file {path} is inconsistent: {problem}.");
        return state;
    }
}
