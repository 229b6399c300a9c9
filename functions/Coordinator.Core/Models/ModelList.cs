namespace Coordinator.Core.Models;

/// <summary>The configured models in the order in which they are asked: the next takes over where one is not well. Empty: there is none, and only workflows answer.</summary>
public sealed class ModelList(IReadOnlyList<ServedModel> models)
{
    public IReadOnlyList<ServedModel> All => models;

    public bool IsEmpty => models.Count == 0;

    /// <summary>Whether there is somebody to take over.</summary>
    public bool HasFallback => models.Count > 1;

    /// <summary>One model, or none.</summary>
    public static ModelList Of(IModel? model, IModelProvider? provider = null) => new(model is null ? [] : [new ServedModel(model, provider)]);
}

/// <summary>A model and who serves it.</summary>
/// <param name="Provider">Null: it cannot be looked at.</param>
public sealed record ServedModel(IModel Model, IModelProvider? Provider)
{
    /// <summary><c>anthropic/claude-sonnet-4-5</c>. Some name their models so themselves: <c>oca/gpt5.2</c>.</summary>
    public string Name => Model.Name.StartsWith($"{Model.Provider}/", StringComparison.Ordinal) ? Model.Name : $"{Model.Provider}/{Model.Name}";
}
