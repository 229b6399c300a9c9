using Coordinator.Cli;

using var output = StandardOutput.Open();
return await CoordinatorCommand.RunAsync(args, new CliEnvironment
{
    Out = output,
    Error = Console.Error,
    IsTerminal = !Console.IsOutputRedirected,
    Ask = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Ask,
    Variable = Environment.GetEnvironmentVariable,
});

static string? Ask(string question)
{
    Console.Error.Write(question);
    return Console.ReadLine();
}
