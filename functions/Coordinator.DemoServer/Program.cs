using Coordinator.DemoServer;

return await DemoCommand.RunAsync(args);
