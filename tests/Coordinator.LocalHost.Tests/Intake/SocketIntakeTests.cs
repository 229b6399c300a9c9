using Coordinator.TestKit.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>The same deliveries over Socket Mode.</summary>
public sealed class SocketIntakeTests : IntakeSuite
{
    protected override async Task<IIntake> StartAsync() => await IntakeSocket.StartAsync();
}
