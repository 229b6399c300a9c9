using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Tests.Server;
using Coordinator.OciServer.Tools;
using ModelContextProtocol.Protocol;

namespace Coordinator.OciServer.Tests.Rest;

/// <summary>Tools for any REST API, from a file.</summary>
public sealed class When_a_user_adds_tools
{
    private const string Tickets = """
        url: https://tickets.example.com/api
        authorization: {kind: bearer, token_env: TICKETS_TOKEN}
        domain: tickets
        tools:
          list_tickets:
            title: Tickets
            description: Lists tickets.
            parameters:
              queue: {required: true, description: "The queue."}
              state: {values: [open, closed], description: "Only these."}
              since: {type: date, description: "Only newer ones."}
              limit: {type: integer, default: 3, least: 1, most: 100, description: "How many."}
            request:
              path: /queues/{queue}/tickets
              query: {state: "{state}", since: "{since}", sort: created}
              paging: {next_path: meta.next, page_query: cursor, size_query: size, page_size: 2}
            result:
              type: tickets
              list: tickets
              items: data
              fields:
                id: {path: id, type: integer}
                title: title
                owner: owner.name
                labels: {path: labels, type: list}
          open_ticket:
            title: Open ticket
            description: Opens a ticket.
            parameters:
              title: {required: true, description: "Its title."}
              urgent: {type: boolean, description: "Whether it is."}
              labels: {type: list, description: "Its labels."}
              owner: {description: "Whose it is."}
            request:
              method: POST
              path: /tickets
              headers: {X-Source: coordinator}
              body: {title: "{title}", urgent: "{urgent}", labels: "{labels}", assignee: {name: "{owner}"}, kind: incident, weight: 5}
              effect_key_header: Idempotency-Key
            result: {type: ticket, fields: {id: {path: id, type: integer}}}
            access: write
            risk: low
        """;

    private static readonly Dictionary<string, string> Settings = new() { ["TICKETS_TOKEN"] = "secret-token", ["ALLOW_MUTATIONS"] = "true" };

    [Fact]
    public async Task Should_make_the_request_and_project_the_answer()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("""{"data": [{"id": 7, "title": 12, "owner": {"name": "Ada"}, "labels": ["a"], "junk": 1}, {"id": "8", "title": "Two"}], "meta": {"next": null}}"""), Settings);

        var (answer, _) = await own.CallAsync("list_tickets", new { queue = "a/b?c", state = "OPEN", since = "2026-01-02" });

        var asked = Assert.Single(own.Api.Asked);
        Assert.Equal("https://tickets.example.com/api/queues/a%2Fb%3Fc/tickets?state=open&since=2026-01-02&sort=created&size=2", asked.Uri.AbsoluteUri);
        Assert.Equal("Bearer secret-token", asked.Authorization);
        Assert.Equal(
            """{"type":"tickets","count":2,"more":false,"tickets":[{"id":7,"title":"12","owner":"Ada","labels":["a"]},{"id":8,"title":"Two","owner":null,"labels":null}]}""",
            answer.GetRawText());
    }

    [Theory]
    [InlineData("[1, 1.5, 1e400]", """{"type":"all","value":[1, 1.5, 1e400]}""")]
    [InlineData("""{"type": "theirs", "a b": {"when": "2026-01-02T03:04:05Z"}, "ü": "<&>"}""", """{"type":"all","a b":{"when":"2026-01-02T03:04:05Z"},"ü":"<&>"}""")]
    public async Task Should_pass_on_what_comes_where_no_fields_are_named(string body, string answer)
    {
        using var own = new CustomTools(Things("{kind: none}"), _ => StubApi.Json(body));

        var (given, _) = await own.CallAsync("get_all", new { });

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(answer), given), given.GetRawText());
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1024 * 1024, false)]
    public void Should_repeat_an_answer_as_text_as_far_as_it_can_be_read(int length, bool isRepeated)
    {
        var answer = AnswerJson.Of(new JsonObject { ["type"] = new string('x', length) });

        var result = DefinedTool.Result(answer, null);

        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.Equal(isRepeated ? Encoding.UTF8.GetString(answer.Span) : "The answer has 1.0 MB and is not repeated as text: read structuredContent, or ask for less with a smaller limit or a filter.", text);
        Assert.Equal(length, result.StructuredContent!.Value.Text("type")!.Length);
    }

    [Fact]
    public async Task Should_follow_the_pages_up_to_the_limit()
    {
        using var own = new CustomTools(Tickets, request => StubApi.Json(
            request.RequestUri!.Query.Contains("cursor=c1", StringComparison.Ordinal) ? """{"data": [{"id": 3}, {"id": 4}], "meta": {"next": "c2"}}""" : """{"data": [{"id": 1}, {"id": 2}], "meta": {"next": "c1"}}"""), Settings);

        var (answer, _) = await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Equal([1, 2, 3], answer.List("tickets").Select(ticket => ticket.GetProperty("id").GetInt32()));
        Assert.True(answer.GetProperty("more").GetBoolean());
        Assert.Equal(2, own.Api.Asked.Count);
    }

    [Fact]
    public async Task Should_end_pages_that_go_in_a_circle()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("""{"data": [], "meta": {"next": "c1"}}"""), Settings);

        var (_, error) = await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Contains("its next page is the same one again", error!.Value.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_fill_a_body_and_leave_out_what_was_not_given()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("""{"id": 99}""", HttpStatusCode.Created), Settings);

        var (answer, _) = await own.CallAsync("open_ticket", new { title = "It \"burns\" {owner}", urgent = true, labels = new[] { "x", "y" } }, effectKey: "run-1/1.0");

        var asked = Assert.Single(own.Api.Asked);
        Assert.Equal("""{"title":"It \u0022burns\u0022 {owner}","urgent":true,"labels":["x","y"],"kind":"incident","weight":5}""", asked.Body);
        Assert.Equal("coordinator", asked.Headers["X-Source"]);
        Assert.Matches("^[0-9a-f]{64}$", asked.Headers["Idempotency-Key"]);
        Assert.Equal("""{"type":"ticket","id":99}""", answer.GetRawText());
    }

    [Fact]
    public async Task Should_change_nothing_unless_that_is_allowed()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("{}"), new() { ["TICKETS_TOKEN"] = "t" });

        var (_, error) = await own.CallAsync("open_ticket", new { title = "x" });

        Assert.Equal("MutationsNotAllowed", error!.Value.Text("code"));
        Assert.Empty(own.Api.Asked);
    }

    [Fact]
    public async Task Should_say_which_credentials_are_missing()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("{}"));

        var (_, error) = await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Equal((401, "TICKETS_TOKEN is not set."), (error!.Value.GetProperty("status").GetInt32(), error.Value.Text("message")));
    }

    [Theory]
    [InlineData("{kind: bearer, token_env: TOKEN}", 401, "Check TOKEN, and restart the server")]
    [InlineData("{kind: basic, user_env: WHO, password_env: WORD}", 401, "Check WHO and WORD, and restart the server")]
    [InlineData("{kind: none}", 401, "Give the API an authorization in its file of tools")]
    [InlineData("{kind: none}", 403, "Check what the server's user may do there")]
    [InlineData("{kind: none}", 404, "Check that it exists, and the path in the file of tools")]
    [InlineData("{kind: none}", 409, "Look at the resource's state, then try again")]
    [InlineData("{kind: none}", 503, "Wait until the service is back")]
    public async Task Should_say_what_to_do_without_words_of_oracles(string authorization, int status, string action)
    {
        using var own = new CustomTools(
            Things(authorization),
            _ => new HttpResponseMessage((HttpStatusCode)status),
            new() { ["TOKEN"] = "t", ["WHO"] = "me", ["WORD"] = "w" });

        var (_, error) = await own.CallAsync("get_all", new { });

        Assert.Equal(action, error!.Value.Text("action"));
    }

    [Theory]
    [InlineData("""{"error": {"code": 17, "message": "No such queue"}}""", "17", "No such queue")]
    [InlineData("""{"detail": "No such queue"}""", "Http404", "No such queue")]
    [InlineData("\uFEFF{\"code\": \"NoQueue\", \"message\": \"No such queue\"}", "NoQueue", "No such queue")]
    [InlineData("<html>Nothing here</html>", "Http404", "The service answered 404: <html>Nothing here</html>")]
    [InlineData("", "Http404", "The service answered 404.")]
    public async Task Should_read_refusals_of_other_forms(string body, string code, string message)
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json(body, HttpStatusCode.NotFound), Settings);

        var (_, error) = await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Equal((code, message), (error!.Value.Text("code"), error.Value.Text("message")));
    }

    [Theory]
    [InlineData("""{"data": {"id": 1}}""", "with a JSON object where the tool's definition (data) expects a list")]
    [InlineData("""{"items": []}""", "with nothing where the tool's definition (data) expects a list")]
    [InlineData("""{"data": []""", "not the JSON it promises")]
    public async Task Should_refuse_an_answer_of_another_form(string body, string says)
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json(body), Settings);

        var (_, error) = await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Equal(502, error!.Value.GetProperty("status").GetInt32());
        Assert.Contains(says, error.Value.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_prove_who_it_is_with_a_password()
    {
        var basic = Tickets.Replace("{kind: bearer, token_env: TICKETS_TOKEN}", "{kind: basic, user_env: TICKETS_USER, password_env: TICKETS_PASSWORD}", StringComparison.Ordinal);
        using var own = new CustomTools(basic, _ => StubApi.Json("""{"data": []}"""), new() { ["TICKETS_USER"] = "ada", ["TICKETS_PASSWORD"] = "pässword" });

        await own.CallAsync("list_tickets", new { queue = "q" });

        Assert.Equal("Basic YWRhOnDDpHNzd29yZA==", Assert.Single(own.Api.Asked).Authorization);
    }

    [Fact]
    public void Should_show_the_definition_to_clients()
    {
        using var own = new CustomTools(Tickets, _ => StubApi.Json("{}"), Settings);

        var (list, open) = (own["list_tickets"].ProtocolTool, own["open_ticket"].ProtocolTool);

        Assert.Equal((true, false, true), (list.Annotations!.ReadOnlyHint, list.Annotations.DestructiveHint, list.Annotations.IdempotentHint));
        Assert.Equal((false, true, false), (open.Annotations!.ReadOnlyHint, open.Annotations.DestructiveHint, open.Annotations.IdempotentHint));
        Assert.False(list.InputSchema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("""["open","closed"]""", list.InputSchema.GetProperty("properties").GetProperty("state").GetProperty("enum").GetRawText());
        Assert.Equal("""["type","count","more","tickets"]""", list.OutputSchema!.Value.GetProperty("anyOf")[0].GetProperty("required").GetRawText());
        Assert.DoesNotContain("profile", list.InputSchema.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_tool_that_is_there_already()
    {
        var problem = Assert.Throws<ConfigException>(() => new CustomTools(Tickets.Replace("list_tickets", "oci_ping", StringComparison.Ordinal), _ => StubApi.Json("{}"), Settings));

        Assert.Contains("tools.oci_ping", problem.Message, StringComparison.Ordinal);
        Assert.Contains("has a tool of this name already", problem.Message, StringComparison.Ordinal);
    }

    private static string Things(string authorization) => $$"""
        url: https://things.example.com
        authorization: {{authorization}}
        domain: things
        tools:
          get_all:
            title: All
            description: All there is.
            request: {path: /all}
            result: {type: all}
        """;
}
