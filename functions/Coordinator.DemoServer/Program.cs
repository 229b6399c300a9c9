using Coordinator.DemoServer;

return await new DemoCommandLine(Environment.GetEnvironmentVariable)
    .Build(DemoHost.ServeAsync)
    .Parse(args)
    .InvokeAsync();
