using Microsoft.AspNetCore.Http;

namespace Coordinator.TestKit.Models;

/// <summary>Sends one reply in the way it asks for.</summary>
internal sealed class ReplyWriter(HttpContext context, ModelWire wire, ModelRequest request, CancellationToken stopped)
{
    public async Task WriteAsync(ModelReply reply)
    {
        if (reply.Delivery == Delivery.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopped);
        else if (reply.Delivery == Delivery.CutBefore)
            context.Abort();
        else if (reply.Status != 200)
            await WriteErrorAsync(reply);
        else if (reply.Delivery is Delivery.Garbage or Delivery.Html or Delivery.Empty)
            await WriteNonsenseAsync(reply.Delivery);
        else if (request.Stream)
            await StreamAsync(reply, wire.Events(reply, request));
        else
            await WriteWholeAsync(reply);
    }

    private async Task WriteErrorAsync(ModelReply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is not null)
            context.Response.Headers.RetryAfter = reply.RetryAfter;
        context.Response.ContentType = "application/json";
        await SendAsync(wire.Error(reply).ToJsonString());
    }

    private async Task WriteNonsenseAsync(Delivery delivery)
    {
        context.Response.ContentType = delivery == Delivery.Html ? "text/html" : request.Stream ? "text/event-stream" : "application/json";
        if (delivery == Delivery.Html)
            await SendAsync("<!doctype html><title>Sign in to the network</title>");
        else if (delivery == Delivery.Garbage)
            await SendAsync("event: message_start\ndata: \u0001{]] not json\n\n");
    }

    private async Task WriteWholeAsync(ModelReply reply)
    {
        var body = wire.Whole(reply, request).ToJsonString();
        context.Response.ContentType = "application/json";
        await SendHalvesAsync(reply, [body[..(body.Length / 2)]], [body[(body.Length / 2)..]]);
    }

    private async Task StreamAsync(ModelReply reply, WireEvents events)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync([.. events.Opening]);
        if (reply.Delivery is Delivery.Drip or Delivery.Endless)
            await RepeatAsync(events.Content, reply.Delivery == Delivery.Drip ? reply.Pause : TimeSpan.Zero);
        var half = (events.Content.Count + 1) / 2;
        await SendHalvesAsync(reply, [.. events.Content.Take(half)], [.. events.Content.Skip(half), .. events.End]);
    }

    private async Task SendHalvesAsync(ModelReply reply, string[] first, string[] second)
    {
        await SendAsync(first);
        switch (reply.Delivery)
        {
            case Delivery.StopHalfway:
                return;
            case Delivery.CutHalfway:
                context.Abort();
                return;
            case Delivery.ErrorHalfway:
                await SendAsync(wire.ErrorEvent(reply));
                return;
            case Delivery.GarbageHalfway:
                await SendAsync("event: content_block_delta\ndata: {\"type\": nonsense\n\n");
                return;
            case Delivery.HoldHalfway:
                await (reply.Hold ?? throw new InvalidOperationException("HoldHalfway needs a Hold.")).WaitAsync(stopped);
                break;
            default:
                break;
        }

        await SendAsync(second);
    }

    // Opens the first block, then repeats its first piece of text until the caller has enough.
    private async Task RepeatAsync(IReadOnlyList<string> content, TimeSpan pause)
    {
        var piece = content.First(part => part.Contains("_delta\"", StringComparison.Ordinal) || part.Contains("\"content\":", StringComparison.Ordinal));
        await SendAsync([.. content.TakeWhile(part => part != piece)]);
        var pieces = string.Concat(Enumerable.Repeat(piece, pause > TimeSpan.Zero ? 1 : 256));
        while (true)
        {
            await SendAsync(pieces);
            await Task.Delay(pause, TimeProvider.System, stopped);
        }
    }

    private async Task SendAsync(params string[] parts)
    {
        foreach (var part in parts)
        {
            await context.Response.WriteAsync(part, stopped);
            await context.Response.Body.FlushAsync(stopped);
        }
    }
}
