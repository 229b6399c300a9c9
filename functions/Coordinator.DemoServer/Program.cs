await Console.Error.WriteLineAsync("not yet");
