using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Coordinator.Core.Intake;
using Coordinator.Http.Slack;
using Coordinator.TestKit.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

/// <summary>Requests that are not Slack's, or not whole. None starts a run, each is counted, and the server goes on.</summary>
public sealed class BadSlackRequestTests
{
    private static readonly byte[] Mention = SlackPayload.Envelope(SlackPayload.Mention("list instances")).Bytes();

    [Fact]
    public Task Post_Unsigned_IsRefused() => AssertRefusedAsync(
        _ => new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = new ByteArrayContent(Mention) },
        HttpStatusCode.Unauthorized, "slack-signature", "rejected/signature_missing");

    [Fact]
    public Task Post_Forged_IsRefused() => AssertRefusedAsync(
        now => new SlackSigner("guessed").Request(Mention, now), HttpStatusCode.Unauthorized, "slack-signature", "rejected/signature_mismatch");

    [Fact]
    public Task Post_WithTwoSignatures_IsRefused() => AssertRefusedAsync(
        now =>
        {
            var request = SlackSigner.Default.Request(Mention, now);
            request.Headers.Add(SlackSignature.SignatureHeader, SlackSigner.Default.Sign(SlackSigner.Timestamp(now), Mention));
            return request;
        },
        HttpStatusCode.Unauthorized, "slack-signature", "rejected/signature_malformed");

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public Task Post_Stale_IsRefused(int secondsOff) => AssertRefusedAsync(
        now => SlackSigner.Default.Request(Mention, now.AddSeconds(secondsOff)), HttpStatusCode.Unauthorized, "slack-signature", "rejected/signature_stale");

    [Fact]
    public Task Post_OfATruncatedEvent_FailsItsSignature() => AssertRefusedAsync(
        now =>
        {
            var request = SlackSigner.Default.Request(Mention, now);
            request.Content = new ByteArrayContent(Mention[..^10]);
            return request;
        },
        HttpStatusCode.Unauthorized, "slack-signature", "rejected/signature_mismatch");

    [Fact]
    public Task Post_OfANonUtf8Event_IsMalformed() => AssertRefusedAsync(
        now => SlackSigner.Default.Request(Encoding.Latin1.GetBytes("""{"type":"event_callback","event":{"type":"message","text":"größer"}}"""), now),
        HttpStatusCode.BadRequest, "slack-event-malformed", "malformed/none");

    [Fact]
    public Task Post_OfASignedEventWithoutChannel_NamesTheField() => AssertRefusedAsync(
        now => SlackSigner.Default.Request(SlackPayload.Envelope(SlackPayload.Mention("hi").Without("channel")).Bytes(), now),
        HttpStatusCode.BadRequest, "slack-event-malformed", "malformed/none", "event.channel");

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public Task Post_Compressed_IsRefused(string encoding) => AssertRefusedAsync(
        now =>
        {
            var request = SlackSigner.Default.Request(Gzip(Mention), now);
            request.Content!.Headers.ContentEncoding.Add(encoding);
            return request;
        },
        HttpStatusCode.UnsupportedMediaType, "media-type", "rejected/media_type");

    [Fact]
    public Task Post_CompressedWithoutSayingSo_IsMalformed() => AssertRefusedAsync(
        now => SlackSigner.Default.Request(Gzip(Mention), now), HttpStatusCode.BadRequest, "slack-event-malformed", "malformed/none");

    [Fact]
    public Task Post_OfASignedForm_IsRefused() => AssertRefusedAsync(
        now => SlackSigner.Default.Request("payload=%7B%22type%22%3A%22block_actions%22%7D"u8.ToArray(), now, "application/x-www-form-urlencoded"),
        HttpStatusCode.UnsupportedMediaType, "media-type", "rejected/media_type");

    [Theory]
    [InlineData(2 * 1024 * 1024, false)]
    [InlineData(2 * 1024 * 1024, true)]
    [InlineData(SlackEventsEndpoint.MaxBodyBytes + 1, false)]
    [InlineData(SlackEventsEndpoint.MaxBodyBytes + 1, true)]
    public Task Post_OverTheLimit_IsRefused(int size, bool chunked) => AssertRefusedAsync(
        now => Sized(size, now, chunked), HttpStatusCode.RequestEntityTooLarge, "body-too-large", "rejected/too_large");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_AtTheLimit_IsRead(bool chunked)
    {
        await using var server = await IntakeServer.StartAsync();

        var answer = await server.SendAsync(Sized(SlackEventsEndpoint.MaxBodyBytes, server.Clock.GetUtcNow(), chunked));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["ignored/not_an_event"], server.Counted);
    }

    [Fact]
    public async Task Post_WhenTheChunksAreBroken_IsRefused()
    {
        await using var server = await IntakeServer.StartAsync();
        using var socket = await ConnectAsync(server, "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"typ\r\nzz\r\n"u8.ToArray());

        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 400 Bad Request", answer);
        Assert.Equal(["rejected/cut_off"], server.Counted);
        await AssertWorksAsync(server);
    }

    [Fact]
    public async Task Post_WhenTheConnectionEndsBeforeTheBody_StartsNothingAndIsCounted()
    {
        await using var server = await IntakeServer.StartAsync();
        using (await ConnectAsync(server, "Content-Length: 1000\r\n\r\n{\"type\":"u8.ToArray()))
        {
        }

        await Eventually.Is(() => server.Counted.Count == 1);
        Assert.Equal(["rejected/cut_off"], server.Counted);
        await AssertWorksAsync(server);
    }

    private static async Task<TcpClient> ConnectAsync(IntakeServer server, byte[] rest)
    {
        byte[] request = [.. "POST /slack/events HTTP/1.1\r\nHost: localhost\r\n"u8, .. rest];
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task AssertRefusedAsync(
        Func<DateTimeOffset, HttpRequestMessage> request, HttpStatusCode status, string type, string counted, string detail = "")
    {
        await using var server = await IntakeServer.StartAsync();

        var problem = await Problem.ReadAsync(await server.SendAsync(request(server.Clock.GetUtcNow())));

        Assert.Equal((status, "urn:coordinator:problem:" + type), (problem.Status, problem.Type));
        Assert.Contains(detail, problem.Body, StringComparison.Ordinal);
        Assert.Equal([counted], server.Counted);
        Assert.Equal(0, server.Starter.Calls);
        await AssertWorksAsync(server);
    }

    private static async Task AssertWorksAsync(IntakeServer server)
    {
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Mention)).StatusCode);
        Assert.Single(server.Starter.Started);
        Assert.DoesNotContain(server.Log.All, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    private static HttpRequestMessage Sized(int size, DateTimeOffset now, bool chunked)
    {
        const string Start = """{"type":"block_actions","padding":""";
        var body = Encoding.UTF8.GetBytes($"{Start}\"{new string('x', size - Start.Length - 3)}\"}}");
        Assert.Equal(size, body.Length);
        var request = SlackSigner.Default.Request(body, now);
        request.Headers.TransferEncodingChunked = chunked;
        return request;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(body);
        return compressed.ToArray();
    }
}
