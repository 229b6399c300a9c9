namespace Coordinator.DemoServer.State;

/// <param name="Arguments">Named in the remembered request, to notice a key that is used for two requests.</param>
/// <param name="EffectKey">Null: the caller does not protect itself against executing twice.</param>
internal sealed record ChangeRequest(string Tool, string Arguments, string? EffectKey)
{
    public string Text => $"{Tool} {Arguments}";
}
