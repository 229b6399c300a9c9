namespace Coordinator.Connections.Logs;

/// <summary>A log file that becomes <c>name.1.log</c> when it is full, the one before <c>name.2.log</c>, and so on; the oldest is deleted.</summary>
/// <param name="files">How many there are at most, with the current one.</param>
internal sealed class RollingFile(string path, long maxBytes, int files) : IDisposable
{
    private FileStream? _stream;
    private long _length;

    /// <exception cref="IOException">The disk may be full. The next call opens the file anew.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        try
        {
            if (_stream is not null && _length > 0 && _length + line.Length > maxBytes)
            {
                Roll();
            }

            _stream ??= Open();
            if (_length > 0 && _length + line.Length > maxBytes)
            {
                Roll();
                _stream = Open();
            }

            _stream.Write(line);
            _length += line.Length;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Hands what was appended to the operating system: the end of the process does not lose it any more.</summary>
    public void Flush()
    {
        try
        {
            _stream?.Flush();
        }
        catch
        {
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    /// <summary>The current file and those before it, newest first.</summary>
    public static IEnumerable<string> FilesOf(string path, int files) => Enumerable.Range(0, files).Select(age => AgedName(path, age));

    private static string AgedName(string path, int age) => age == 0 ? path : Path.ChangeExtension(path, $".{age}{Path.GetExtension(path)}");

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Readers may read, rename and delete it meanwhile. It may name people and what they asked: nobody else is to read it.
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        var stream = new FileStream(path, options);
        _length = stream.Length;
        return stream;
    }

    private void Roll()
    {
        Close();
        File.Delete(AgedName(path, files - 1));
        for (var age = files - 2; age >= 0; age--)
        {
            if (File.Exists(AgedName(path, age)))
            {
                File.Move(AgedName(path, age), AgedName(path, age + 1), overwrite: true);
            }
        }
    }

    private void Close()
    {
        var stream = _stream;
        _stream = null;
        try
        {
            stream?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written before cannot be now either.
        }
    }
}
