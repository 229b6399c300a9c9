using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Rest;

/// <summary>What a model or a user gives is a value, and never a part of the protocol.</summary>
public sealed class When_a_value_would_change_a_request
{
    private const string Notes = """
        url: https://notes.example.com
        authorization: {kind: none}
        domain: notes
        tools:
          delete_note:
            title: Delete note
            description: Deletes a note.
            parameters: {id: {required: true, description: "Its id."}}
            request: {method: DELETE, path: "/notes/{id}"}
            result: {type: deleted}
            access: write
            risk: high
          get_note:
            title: Note
            description: Shows a note.
            parameters: {owner: {required: true, description: "Whose it is."}}
            request: {path: /note, headers: {X-Owner: "{owner}"}}
            result: {type: note}
        """;

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(" .. ")]
    public async Task Should_refuse_a_segment_of_the_path_that_leads_elsewhere(string id)
    {
        using var own = new CustomTools(Notes, _ => StubApi.Json("{}"), new() { ["ALLOW_MUTATIONS"] = "true" });

        var (_, error) = await own.CallAsync("delete_note", new { id });

        Assert.Equal("InvalidParameter", error?.Text("code"));
        Assert.Empty(own.Api.Asked);
    }

    [Theory]
    [InlineData("..%2F..")]
    [InlineData("a/../b")]
    [InlineData("...")]
    public async Task Should_keep_other_values_one_segment(string id)
    {
        using var own = new CustomTools(Notes, _ => StubApi.Json("{}"), new() { ["ALLOW_MUTATIONS"] = "true" });

        await own.CallAsync("delete_note", new { id });

        Assert.Equal($"/notes/{Uri.EscapeDataString(id)}", Assert.Single(own.Api.Asked).Uri.AbsolutePath);
    }

    [Theory]
    [InlineData("ada\r\nX-Admin: true")]
    [InlineData("ada\nX-Admin: true")]
    [InlineData("ada\0")]
    [InlineData("Adä")]
    public async Task Should_refuse_a_header_that_is_not_one_line_of_ASCII(string owner)
    {
        using var own = new CustomTools(Notes, _ => StubApi.Json("{}"));

        var (_, error) = await own.CallAsync("get_note", new { owner });

        Assert.Equal("InvalidParameter", error?.Text("code"));
        Assert.Contains("X-Owner", error!.Value.Text("message"), StringComparison.Ordinal);
        Assert.Empty(own.Api.Asked);
    }

    [Fact]
    public async Task Should_read_JSON_that_begins_with_a_byte_order_mark()
    {
        using var own = new CustomTools(Notes, _ => StubApi.Json("\uFEFF{\"text\": \"x\"}"));

        var (answer, error) = await own.CallAsync("get_note", new { owner = "ada" });

        Assert.True(error is null, $"{error}");
        Assert.Equal("x", answer.Text("text"));
    }

    [Fact]
    public async Task Should_refuse_JSON_that_is_too_deep_to_be_sent_on()
    {
        var deep = $"{{\"a\": {new string('[', 60)}{new string(']', 60)}}}";
        using var own = new CustomTools(Notes, _ => StubApi.Json(deep));

        var (_, error) = await own.CallAsync("get_note", new { owner = "ada" });

        Assert.Equal("InvalidResponse", error?.Text("code"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task Should_not_show_a_thing_that_was_not_sent(string body)
    {
        using var own = new CustomTools(Notes.Replace("{type: note}", "{type: note, fields: {text: text}}", StringComparison.Ordinal), _ => StubApi.Json(body));

        var (_, error) = await own.CallAsync("get_note", new { owner = "ada" });

        Assert.Equal("InvalidResponse", error?.Text("code"));
    }

    [Fact]
    public async Task Should_refuse_an_answer_that_the_definition_cannot_read()
    {
        using var own = new CustomTools(Notes.Replace("{type: note}", "{type: note, fields: {length: \"length(text)\"}}", StringComparison.Ordinal), _ => StubApi.Json("""{"words": 1}"""));

        var (_, error) = await own.CallAsync("get_note", new { owner = "ada" });

        Assert.Equal(("InvalidResponse", false), (error?.Text("code"), error!.Value.GetProperty("retryable").GetBoolean()));
        Assert.Contains("length(text)", error.Value.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_JSON_that_is_not_UTF8()
    {
        using var own = new CustomTools(Notes, _ => new HttpResponseMessage { Content = new ByteArrayContent([.. "{\"text\": \"ad"u8, 0xE4, .. "\"}"u8]) });

        var (_, error) = await own.CallAsync("get_note", new { owner = "ada" });

        Assert.Equal("InvalidResponse", error?.Text("code"));
    }
}
