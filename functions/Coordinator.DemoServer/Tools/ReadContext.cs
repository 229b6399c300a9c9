using Coordinator.DemoServer.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.DemoServer.Tools;

/// <summary>What every read needs.</summary>
internal sealed record ReadContext(TenancyStore Store, TimeProvider Clock, ReadGate Gate, ILogger<DemoTool> Logger);
