using System.Text.Json;

namespace Coordinator.DemoServer.State;

/// <summary>The first answer under an effect key: a repeat gets the same one.</summary>
/// <param name="Request">Tool and arguments; another request under the same key is a mistake of the caller.</param>
/// <param name="Answer">A JSON object.</param>
internal sealed record RememberedAnswer(DateTimeOffset At, string Request, bool IsError, JsonElement Answer);
