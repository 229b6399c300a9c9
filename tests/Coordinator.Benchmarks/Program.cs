using Coordinator.Benchmarks;
using Coordinator.Benchmarks.Processes;

return args switch
{
    [BareHost.Argument, var port] => await BareHost.RunAsync(int.Parse(port, null)),
    [GuardWorker.Argument, var redisUrl, var what, var number] => await GuardWorker.RunAsync(redisUrl, what, int.Parse(number, null)),
    _ => await BenchmarkCommand.RunAsync(args),
};
