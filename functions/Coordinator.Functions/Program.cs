using Coordinator.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
if (builder.AddCoordinator(Environment.GetEnvironmentVariable) is { } problems)
{
    builder.HoldRuns(problems);
}

await builder.Build().RunAsync();
