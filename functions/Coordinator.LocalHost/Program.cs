using Coordinator.LocalHost;

return await HostCommand.RunAsync(args, null, null, CancellationToken.None);
