using Coordinator.Core.Failures;
using Coordinator.Core.Models;

namespace Coordinator.LocalHost.Tests.Http;

internal sealed class FakeModel : IModel, IModelProvider
{
    public string Provider => "anthropic";

    public string Name => "claude";

    public Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The HTTP surface asks no model.");

    public Task<Failure?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<Failure?>(null);
}
