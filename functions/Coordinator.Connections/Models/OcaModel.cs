using Coordinator.Connections.Oca;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Models;

/// <summary>
/// Oracle Code Assist: the protocol of OpenAI, with the token of whoever's login counts. A token that is refused although it should be good is renewed once and the question sent once more; then somebody has to log in.
/// </summary>
internal sealed class OcaModel(ModelOptions options, OcaAccess access, HttpMessageHandler transport, TimeProvider time, ILoggerFactory loggers) : IModel, IDisposable
{
    private const string Unauthorized = "401";

    public string Provider => options.Provider!;

    public string Name => options.Model;

    public async Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        var owner = options.Oca!.OwnerOf(question.Asker);
        var token = await access.GetAsync(owner, cancellationToken);
        if (!token.IsSuccess)
        {
            return token.Failure;
        }

        var answer = await AskWithAsync(token.Value, question, textDeltas, cancellationToken);
        if (!IsRefused(answer))
        {
            return answer;
        }

        var other = await access.ReplaceAsync(owner, token.Value, cancellationToken);
        if (!other.IsSuccess)
        {
            return other.Failure;
        }

        answer = await AskWithAsync(other.Value, question, textDeltas, cancellationToken);
        return IsRefused(answer) ? access.NeedsLogin(owner, hasExpired: true) : answer;
    }

    public void Dispose() => transport.Dispose();

    /// <summary>A client for one question: it knows the token, so that nothing it says has it in it. The connections under it are shared.</summary>
    private async Task<Outcome<ModelAnswer>> AskWithAsync(string token, ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        var asked = options.WithKey(token);
        var http = ModelHttp.CreateClient(asked, time, transport);
        var client = OpenAiChat.Create(asked, http, options.LongestTimeLimit + ModelClients.Margin);
        using var model = new ChatModel(client, http, asked, time, loggers.CreateLogger<ChatModel>());
        return await model.AskAsync(question, textDeltas, cancellationToken);
    }

    /// <summary>Before any work, so that asking again repeats nothing.</summary>
    private static bool IsRefused(Outcome<ModelAnswer> answer) => answer.Failure is { Class: FailureClass.Authentication, Code: Unauthorized };
}
