using Coordinator.Connections.Oca;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;

namespace Coordinator.Connections.Models;

/// <summary>Asks Oracle Code Assist for its list of models, with the login that all share. Where each user has a login of his own there is none to ask with: that it answers is all that can be seen.</summary>
internal sealed class OcaCheck(ModelOptions options, OcaAccess access, HttpMessageHandler transport, TimeProvider time) : IModelProvider
{
    public async Task<Failure?> CheckAsync(CancellationToken cancellationToken)
    {
        if (options.Oca!.PerUser)
        {
            return await new ProviderCheck(options, time, transport).CheckAsync(cancellationToken) is { Class: not FailureClass.Authentication } failure ? failure : null;
        }

        var token = await access.GetAsync(OcaOptions.Shared, cancellationToken);
        return token.IsSuccess ? await new ProviderCheck(options.WithKey(token.Value), time, transport).CheckAsync(cancellationToken) : token.Failure;
    }
}
