using System.Net;
using System.Text;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ChatValidationTests
{
    [Theory]
    [InlineData("""{}""", "invalid-value", "message")]
    [InlineData("""{"message":""}""", "invalid-value", "message")]
    [InlineData("""{"message":"  \n "}""", "invalid-value", "message")]
    [InlineData("""{"message":null}""", "invalid-value", "message")]
    [InlineData("""{"message":5}""", "invalid-value", "message")]
    [InlineData("""{"message":"\ud800"}""", "invalid-value", "message")]
    [InlineData("""{"message":"hi","thread_id":""}""", "invalid-value", "thread_id")]
    [InlineData("""{"message":"hi","thread_id":"a b"}""", "invalid-value", "thread_id")]
    [InlineData("""{"message":"hi","thread_id":"../x"}""", "invalid-value", "thread_id")]
    [InlineData("""{"message":"hi","thread_id":7}""", "invalid-value", "thread_id")]
    [InlineData("""{"message":"hi","thread_id":"a\n"}""", "invalid-value", "thread_id")]
    [InlineData("""{"message":"hi","user_id":""}""", "invalid-value", "user_id")]
    [InlineData("""{"message":"hi","user_id":"a\u0007"}""", "invalid-value", "user_id")]
    [InlineData("""["message"]""", "invalid-json", "JSON object")]
    [InlineData("""message=hi""", "invalid-json", "JSON object")]
    [InlineData("""{"message":"hi" """, "invalid-json", "JSON object")]
    [InlineData("", "invalid-json", "JSON object")]
    public async Task Post_WhenTheBodyIsWrong_NamesWhatIsWrongAndStartsNothing(string body, string type, string named)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(PostText("/chat", body));

        Assert.Contains(named, await response.ProblemAsync(400, type), StringComparison.Ordinal);
        Assert.Equal(0, host.Runs.Starts);
    }

    [Theory]
    [InlineData(8000, 202)]
    [InlineData(8001, 400)]
    public async Task Post_WhenTheMessageIsLong_TakesUpTo8000Characters(int length, int status)
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        // Four bytes each in UTF-8 and twelve when escaped, as the serializer does here.
        using var response = await host.SendAsync(Post("/chat", new { message = new string('é', length) }));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_WhenTheBodyIsDeeplyNested_Answers400()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(PostText("/chat", string.Concat(Enumerable.Repeat("[", 5000))));

        await response.ProblemAsync(400, "invalid-json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_WhenTheBodyIsTooLarge_Answers413(bool withLength)
    {
        await using var host = await CoordinatorHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes($$"""{"message":"{{new string('a', 70_000)}}"}""")) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = !withLength;

        using var response = await host.SendAsync(request);

        await response.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task Post_WhenTheBodyIsNotUtf8_Answers400()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new ByteArrayContent([.. "{\"message\":\""u8, 0xff, 0xfe, .. "\"}"u8]) };
        request.Content.Headers.ContentType = new("application/json");

        using var response = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, host.Runs.Starts);
    }

    [Fact]
    public async Task Post_WhenTheBodyBeginsWithAByteOrderMark_IsRead()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);

        using var response = await host.SendAsync(PostText("/chat", "\uFEFF{\"message\":\"hi\"}"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Post_WhenItIsNotJson_Answers415WithAKey()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AdminKey = AccessTests.Key);
        var request = PostText("/chat", "message=hi", "application/x-www-form-urlencoded");
        request.Headers.Add("x-coordinator-key", AccessTests.Key);

        using var response = await host.SendAsync(request);

        await response.ProblemAsync(415, "not-json");
    }
}
