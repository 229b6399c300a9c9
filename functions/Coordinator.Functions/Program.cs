using Coordinator.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddCoordinator(Environment.GetEnvironmentVariable);
await builder.Build().RunAsync();
