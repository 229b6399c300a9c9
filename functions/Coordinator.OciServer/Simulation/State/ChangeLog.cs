using System.Text;
using System.Text.Json;
using Coordinator.Core.Configuration;

namespace Coordinator.OciServer.Simulation.State;

/// <summary>The append-only log of executed writes: each once, in order, on disk before its answer is sent.</summary>
internal sealed class ChangeLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    private readonly FileStream file;

    public ChangeLog(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            Past = Read(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What was in it when it was opened.</summary>
    public IReadOnlyList<Change> Past { get; }

    /// <summary>What cannot be written whole, on a full disk for instance, is taken back: the next line must not stand behind half a one.</summary>
    public void Append(Change change)
    {
        var length = file.Length;
        try
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(change, Json), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            file.SetLength(length);
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    private static Change Parse(string line) => JsonSerializer.Deserialize<Change>(line, Json) is { } change && PowerStates.IsAction(change.Action) ? change : throw new JsonException($"This is not a change: {line}");

    /// <summary>A last line without its end was cut by a crash before anyone was told of it: it did not happen.</summary>
    private List<Change> Read(string path)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(end);
        try
        {
            return [.. Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        }
        catch (JsonException exception)
        {
            throw new ConfigException($"{path} cannot be read: {exception.Message} Move the folder away to begin anew.", exception);
        }
    }
}
