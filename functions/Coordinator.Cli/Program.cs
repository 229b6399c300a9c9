using Coordinator.Cli;

using var output = StandardOutput.Open();
return await CoordinatorCommand.RunAsync(args, new CliEnvironment
{
    Out = output,
    Error = Console.Error,
    IsTerminal = !Console.IsOutputRedirected,
    Variable = Environment.GetEnvironmentVariable,
});
