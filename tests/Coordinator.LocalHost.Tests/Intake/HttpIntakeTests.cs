using Coordinator.TestKit.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>Deliveries as signed requests.</summary>
public sealed class HttpIntakeTests : IntakeSuite
{
    protected override async Task<IIntake> StartAsync() => await IntakeServer.StartAsync();
}
