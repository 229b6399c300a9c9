using System.Text;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>A mistyped field must not pass as one that was left out: a question would begin a new thread, a limit be that of the file.</summary>
public sealed class UnknownFieldTests
{
    [Theory]
    [InlineData("POST", "/chat", """{"message":"hi","thread":"t1"}""", "thread is not known: give message, thread_id, user_id, channel, metadata.")]
    [InlineData("POST", "/chat/stream", """{"message":"hi","threadId":"t1"}""", "threadId is not known: give message, thread_id, user_id, channel, metadata.")]
    [InlineData("PUT", "/bulkheads/default", """{"max_concurrent":null,"max":5}""", "max is not known: give max_concurrent.")]
    [InlineData("PUT", "/mcp/servers/oci-unified/auto-restart", """{"enabled":true,"for":"1h"}""", "for is not known: give enabled.")]
    [InlineData("POST", "/tools/a_tool/accept", """{"digets":"x"}""", "digets is not known: give digest, by.")]
    [InlineData("POST", "/runs/r/stop", """{"user":"ann"}""", "user is not known: give user_id.")]
    [InlineData("POST", "/tools/execute", """{"name":"list_instances","args":{}}""", "args is not known: give name, arguments, timeout_seconds, user_id.")]
    [InlineData("POST", "/drain", """{"drain":true,"by":"ann"}""", "by is not known: give drain.")]
    [InlineData("POST", "/dlq/retry", """{"id":"op_1"}""", "id is not known: give ids, failure_types, max_retries, limit.")]
    [InlineData("POST", "/auth/oca/login", """{"redirect":"x"}""", "redirect is not known: give redirect_uri, user.")]
    [InlineData("POST", "/auth/oca/complete", """{"status":"x"}""", "status is not known: give state, code, error.")]
    [InlineData("POST", "/auth/oca/logout", """{"all":true}""", "all is not known: give user.")]
    public async Task Field_ThatIsNotKnown_IsRefusedByName(string method, string path, string body, string detail)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(detail, await answer.ProblemAsync(400, "invalid-value"));
    }
}
