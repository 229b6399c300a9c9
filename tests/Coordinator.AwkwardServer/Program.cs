using Coordinator.AwkwardServer;

return await CommandLine.RunAsync(args);
