using Coordinator.CrashCampaign;

return await CampaignCommand.RunAsync(args);
