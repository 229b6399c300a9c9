using Coordinator.Core.Configuration;
using Coordinator.OciServer.Definitions;

namespace Coordinator.OciServer.Tests.Definitions;

public sealed class DefinitionFileTests
{
    private const string Good = """
        url: https://api.example.com
        authorization: {kind: bearer, token_env: EXAMPLE_TOKEN}
        domain: example
        tools:
          list_tickets:
            title: Tickets
            description: Lists tickets.
            parameters:
              queue: {required: true, pattern: "[a-z]+", description: "The queue."}
              limit: {type: integer, default: 10, least: 1, most: 100, description: "How many."}
            request:
              path: /queues/{queue}/tickets
              paging: {next_path: next, page_query: cursor}
            result:
              type: tickets
              list: tickets
              items: data
              fields:
                name: title
                age_days: {path: age, type: integer}
        """;

    [Fact]
    public void Read_OfAGoodFile_HasNoProblems()
    {
        var (api, problems) = Read(Good);

        Assert.Empty(problems);
        var tool = Assert.Single(api!.Tools);
        Assert.Equal(("list_tickets", true, "none", 2), (tool.Name, tool.Hints.IsRead, tool.Hints.Risk, tool.Tier));
        Assert.Equal(["queue", "limit"], tool.Parameters.Select(parameter => parameter.Name));
    }

    /// <summary>What is wrong, and the line and field that the reader is sent to.</summary>
    [Theory]
    [InlineData("url: https://api.example.com", "url: ftp://api.example.com", 1, "url", "is not an address")]
    [InlineData("url: https://api.example.com", "url: http://api.example.com", 1, "url", "Must be https")]
    [InlineData("url: https://api.example.com", "url: https://{region}.example.com", 1, "url", "for 'authorization: {kind: oci}' only")]
    [InlineData("domain: example", "domains: example", 1, "domain", "Is missing.")]
    [InlineData("domain: example", "domain: example\nhost: x", 4, "host", "Unknown field. Known here: url, authorization, domain, tools.")]
    [InlineData(", token_env: EXAMPLE_TOKEN", "", 2, "authorization.token_env", "Is missing.")]
    [InlineData("kind: bearer", "kind: digest", 2, "authorization.kind", "'digest' is not one of oci, bearer, basic, none.")]
    [InlineData("    description: Lists tickets.\n", "", 6, "tools.list_tickets.description", "Is missing.")]
    [InlineData("list_tickets:", "list tickets:", 6, "tools.list tickets", "A tool's name has 1 to 128 of the characters")]
    [InlineData("type: integer, default: 10", "type: int, default: 10", 10, "tools.list_tickets.parameters.limit.type", "'int' is not one of")]
    [InlineData("default: 10", "default: 1000", 10, "tools.list_tickets.parameters.limit.default", "limit must be a whole number from 1 to 100, not 1000.")]
    [InlineData("least: 1", "least: 200", 10, "tools.list_tickets.parameters.limit.least", "Is more than 'most'.")]
    [InlineData("pattern: \"[a-z]+\"", "pattern: \"[a-z\"", 9, "tools.list_tickets.parameters.queue.pattern", "Is not a usable regular expression")]
    [InlineData("queue: {required: true,", "queue: {", 12, "tools.list_tickets.request.path", "'{queue}' must be a required parameter, or have a default.")]
    [InlineData("/queues/{queue}", "/queues/{team}", 12, "tools.list_tickets.request.path", "'{team}' is not a parameter of the tool. Parameters: queue, limit.")]
    [InlineData("path: /queues", "path: queues", 12, "tools.list_tickets.request.path", "Begins with '/'")]
    [InlineData("path: /queues", "method: POST\n      path: /queues", 6, "tools.list_tickets.access", "Only a GET is known to read.")]
    [InlineData("      paging:", "      query: {q: \"queue:{name}\"}\n      paging:", 13, "tools.list_tickets.request.query.q", "'{name}' is not a parameter")]
    [InlineData("next_path: next", "next_path: \"next[\"", 13, "tools.list_tickets.request.paging.next_path", "is not JMESPath")]
    [InlineData("next_path: next", "next_header: X-Next, next_path: next", 13, "tools.list_tickets.request.paging.next_header", "Give either")]
    [InlineData("      limit: {type: integer, default: 10, least: 1, most: 100, description: \"How many.\"}\n", "", 12, "tools.list_tickets.request.paging", "needs the parameter 'limit'")]
    [InlineData("    list: tickets", "    list: type", 16, "tools.list_tickets.result.list", "'type' is taken.")]
    [InlineData("    list: tickets", "    list: tickets\n      compartment_names: true", 17, "tools.list_tickets.result.compartment_names", "Needs a field 'compartment_id'")]
    [InlineData("fields:\n        name: title", "compartment_names: true\n      fields:\n        compartment_id: c\n        compartment: title", 21, "tools.list_tickets.result.fields.compartment", "Is taken")]
    [InlineData("name: title", "name: \"title[\"", 19, "tools.list_tickets.result.fields.name", "is not JMESPath")]
    [InlineData("path: age, type: integer", "path: age, type: days", 20, "tools.list_tickets.result.fields.age_days.type", "'days' is not one of")]
    [InlineData("    request:", "    access: read\n    request:\n      method: DELETE", 11, "tools.list_tickets.access", "A DELETE changes something")]
    [InlineData("    request:", "    access: write\n    risk: low\n    request:\n      method: POST", 16, "tools.list_tickets.request.paging", "A write is one request")]
    [InlineData("/queues/{queue}", "/queues", 9, "tools.list_tickets.parameters.queue", "Is not used")]
    [InlineData("least: 1, ", "", 13, "tools.list_tickets.request.paging", "needs the parameter 'limit'")]
    [InlineData("    items: data", "    items: data\n      where: {state: \"{status}\"}", 18, "tools.list_tickets.result.where.state", "'{status}' is not a parameter")]
    [InlineData("    request:", "    handler: nothing\n    request:", 11, "tools.list_tickets.handler", "There is no handler 'nothing'. Handlers: ping.")]
    public void Read_OfABadFile_NamesLineAndField(string text, string instead, int line, string field, string says)
    {
        Assert.Contains(text, Good, StringComparison.Ordinal);

        var (api, problems) = Read(Good.Replace(text, instead, StringComparison.Ordinal));

        Assert.Null(api);
        Assert.Contains(problems, problem => problem.Line == line && problem.Field == field && problem.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("body: &loop {again: *loop}", "Contains itself")]
    [InlineData("body: {text: \"a {free} text\"}", "'{free}' stands inside a longer text, so it needs 'pattern' or 'values'")]
    public void Read_OfABadBody_SaysWhatIsWrong(string body, string says)
    {
        var (_, problems) = Read($$$"""
            url: https://api.example.com
            authorization: {kind: none}
            domain: example
            tools:
              make:
                title: Make
                description: Makes one.
                parameters: {free: {description: "Anything."}}
                request:
                  method: POST
                  path: /things
                  {{{body}}}
                result: {type: thing}
                access: write
                risk: low
            """);

        var problem = Assert.Single(problems);
        Assert.Equal(12, problem.Line);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfWhatIsNoYaml_SaysWhere()
    {
        var (_, problems) = Read("url: [");

        Assert.Contains("Not valid YAML", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAllThatIsWrong_SaysAllAtOnce() =>
        Assert.True(Read(Good.Replace("kind: bearer", "kind: digest", StringComparison.Ordinal).Replace("path: /", "path: ", StringComparison.Ordinal).Replace("type: integer}", "type: x}", StringComparison.Ordinal)).Problems.Count >= 3);

    private static (ApiDefinition? Api, List<ConfigProblem> Problems) Read(string text)
    {
        var problems = new List<ConfigProblem>();
        return (DefinitionFile.Read("tickets.yaml", text, new ReadingRules(new HashSet<string> { "ping" }, _ => null), problems), problems);
    }
}
