using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers;

/// <summary>Shows that the server answers. It asks OCI nothing.</summary>
internal sealed class Ping(TimeProvider clock) : Handler<Ping.Answer>("ping")
{
    protected override Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken) =>
        Task.FromResult(new Answer("ok", typeof(Ping).Assembly.GetName().Version!.ToString(3), clock.GetUtcNow()));

    internal sealed record Answer(string Status, string Version, DateTimeOffset Time);
}
