using Coordinator.Functions;
using Coordinator.Functions.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseRequestSpans();
builder.ConfigureFunctionsWebApplication();
if (builder.AddCoordinator(Environment.GetEnvironmentVariable) is { } problems)
{
    builder.HoldRuns(problems);
}

await builder.Build().RunAsync();
