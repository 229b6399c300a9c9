using Coordinator.Benchmarks;
using Coordinator.Benchmarks.Processes;

return args is [BareHost.Argument, var port] ? await BareHost.RunAsync(int.Parse(port, null)) : await BenchmarkCommand.RunAsync(args);
