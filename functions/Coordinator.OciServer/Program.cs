using Coordinator.OciServer;

return await new OciServerCommand(Environment.GetEnvironmentVariable, Console.Out, Console.Error).RunAsync(args, CancellationToken.None);
