using Coordinator.LocalHost;

return await HostCommand.RunAsync(args, CancellationToken.None);
