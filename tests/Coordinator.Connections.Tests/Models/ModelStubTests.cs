using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Coordinator.TestKit.Models;

namespace Coordinator.Connections.Tests.Models;

/// <summary>The stub proves that a history is valid only if it refuses those that are not.</summary>
public sealed class ModelStubTests
{
    private const string User = """{"role":"user","content":"hi"}""";
    private const string Use = """{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":{}},{"type":"tool_use","id":"b","name":"t","input":{}}]}""";
    private const string ResultA = """{"type":"tool_result","tool_use_id":"a","content":"1"}""";
    private const string ResultB = """{"type":"tool_result","tool_use_id":"b","content":"2"}""";
    private const string Call = """{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"t","arguments":"{}"}}]}""";
    private const string ToolA = """{"role":"tool","tool_call_id":"a","content":"1"}""";
    private const string ToolB = """{"role":"tool","tool_call_id":"b","content":"2"}""";

    [Theory]
    [InlineData(User, null)]
    [InlineData(User + "," + Use + """,{"role":"user","content":[""" + ResultB + "," + ResultA + "]}", null)]
    [InlineData(User + "," + Use + """,{"role":"user","content":[""" + ResultA + """]},{"role":"user","content":[""" + ResultB + "]}", null)]
    [InlineData(User + "," + Use + """,{"role":"user","content":[""" + ResultA + "]}", "without `tool_result`")]
    [InlineData(User + "," + Use + "," + User, "without `tool_result`")]
    [InlineData(User + "," + Use, "must end with a user message")]
    [InlineData(Use + """,{"role":"user","content":[""" + ResultA + "," + ResultB + "]}", "first message")]
    [InlineData("""{"role":"user","content":[""" + ResultA + "]}", "unexpected `tool_use_id`")]
    [InlineData(User + "," + Use + """,{"role":"user","content":[""" + ResultA + "," + ResultA + "," + ResultB + "]}", "single result")]
    [InlineData(User + "," + Use + """,{"role":"user","content":[{"type":"text","text":"x"},""" + ResultA + "," + ResultB + "]}", "must come first")]
    [InlineData(User + "," + Use + """,{"role":"user","content":[""" + ResultA + "," + ResultB + "]}," + Use + """,{"role":"user","content":[""" + ResultA + "," + ResultB + "]}", "ids must be unique")]
    [InlineData(User + """,{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":"{}"}]}""", "valid dictionary")]
    [InlineData(User + """,{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t.x","input":{}}]}""", "tool_use.name")]
    [InlineData("""{"role":"system","content":"x"}""", "unexpected role")]
    [InlineData("""{"role":"user","content":" "}""", "non-empty")]
    [InlineData("""{"role":"user","content":17}""", "wrong type")]
    public Task Anthropic_History_IsCheckedAsTheApiDoes(string messages, string? problem) =>
        AssertCheckedAsync("v1/messages", $$$"""{"model":"m","max_tokens":9,"tools":[{"name":"t","input_schema":{"type":"object"}}],"messages":[{{{messages}}}]}""", problem);

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", "max_tokens")]
    [InlineData("""{"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", "model")]
    [InlineData("""{"model":"m","max_tokens":9,"messages":[]}""", "at least one message")]
    [InlineData("""{"model":"m","max_tokens":9,"tool_choice":{"type":"none"},"messages":[{"role":"user","content":"hi"}]}""", "only be given with tools")]
    [InlineData("""{"model":"m","max_tokens":9,"tools":[{"name":"t","input_schema":{}}],"messages":[{"role":"user","content":"hi"}]}""", "type object")]
    [InlineData("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"}]}]}""", "must define tools")]
    [InlineData("[]", "not a JSON object")]
    public Task Anthropic_Request_IsCheckedAsTheApiDoes(string body, string problem) => AssertCheckedAsync("v1/messages", body, problem);

    [Theory]
    [InlineData(User, null)]
    [InlineData(User + "," + Call + "," + ToolB + "," + ToolA, null)]
    [InlineData(User + "," + Call + "," + ToolA, "did not have response messages: b")]
    [InlineData(User + "," + Call + "," + ToolA + "," + User + "," + ToolB, "did not have response messages: b")]
    [InlineData(User + "," + ToolA, "preceding message with 'tool_calls'")]
    [InlineData(User + "," + Call + "," + ToolA + "," + ToolA + "," + ToolB, "preceding message with 'tool_calls'")]
    [InlineData(User + """,{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"null"}}]}""", "JSON object")]
    [InlineData(User + """,{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"{"}}]}""", "JSON object")]
    [InlineData(User + """,{"role":"assistant","tool_calls":[{"id":"","type":"function","function":{"name":"t","arguments":"{}"}}]}""", "ids must be there")]
    [InlineData(User + """,{"role":"assistant"}""", "content or tool_calls")]
    [InlineData("""{"role":"robot","content":"x"}""", "unexpected role")]
    public Task OpenAi_History_IsCheckedAsTheApiDoes(string messages, string? problem) =>
        AssertCheckedAsync("v1/chat/completions", $$"""{"model":"m","max_tokens":9,"messages":[{{messages}}]}""", problem);

    [Fact]
    public async Task Answer_WhenNotStreamed_IsTheWholeMessage()
    {
        await using var stub = await ModelStub.StartAsync(_ => ModelReply.Asks(StubCall.Of("t", new { x = 1 })) with { Text = "hello" });
        using var http = Client(stub);

        var anthropic = await PostAsync(http, "v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");
        var openAi = await PostAsync(http, "v1/chat/completions", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal("hello", (string?)anthropic.Body["content"]![0]!["text"]);
        Assert.Equal(1, (int)anthropic.Body["content"]![1]!["input"]!["x"]!);
        Assert.Equal("tool_use", (string?)anthropic.Body["stop_reason"]);
        Assert.Equal("hello", (string?)openAi.Body["choices"]![0]!["message"]!["content"]);
        Assert.Equal("""{"x":1}""", (string?)openAi.Body["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal(["anthropic", "openai"], stub.Requests.Select(request => request.Wire));
    }

    [Fact]
    public async Task Answer_WithoutAKey_Is401()
    {
        await using var stub = await ModelStub.StartAsync(_ => ModelReply.Says("hello"));
        using var http = new HttpClient { BaseAddress = stub.AnthropicUrl };

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(http, "v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""")).Status);
    }

    private static async Task AssertCheckedAsync(string path, string body, string? problem)
    {
        await using var stub = await ModelStub.StartAsync(_ => ModelReply.Says("hello"));
        using var http = Client(stub);

        var (status, answer) = await PostAsync(http, path, body);

        Assert.Equal(problem is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        Assert.Contains(problem ?? "hello", problem is null ? answer.ToJsonString() : (string?)answer["error"]!["message"], StringComparison.Ordinal);
    }

    private static HttpClient Client(ModelStub stub)
    {
        var http = new HttpClient { BaseAddress = stub.AnthropicUrl };
        http.DefaultRequestHeaders.Add("x-api-key", "k");
        http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        return http;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body);
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!);
    }
}
