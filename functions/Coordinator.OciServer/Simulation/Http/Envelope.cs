using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>What every answer has (request id, date), and the failures that were asked for.</summary>
internal static class Envelope
{
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    public static async Task AnswerAsync(HttpContext context, Faults faults, TimeProvider clock, RequestDelegate next)
    {
        var fault = context.Request.Path.StartsWithSegments("/simulator") ? null : faults.Strike(context.Request);
        var given = context.Request.Headers["opc-request-id"].ToString();
        context.Response.Headers["opc-request-id"] = given.Length > 0 ? given : Guid.NewGuid().ToString("N").ToUpperInvariant();
        context.Response.Headers.Date = (clock.GetUtcNow() + (fault?.Kind == "skew" ? Skew : TimeSpan.Zero)).ToString("r", CultureInfo.InvariantCulture);
        switch (fault?.Kind)
        {
            case null:
                await next(context);
                break;
            case "status":
                await Faults.AnswerAsync(context, fault);
                break;
            case "skew":
                await Refusal.NotAuthenticated().ExecuteAsync(context);
                break;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            default:
                await SpoilAsync(context, fault.Kind, next);
                break;
        }
    }

    /// <summary>Carries the request out and breaks its answer.</summary>
    private static async Task SpoilAsync(HttpContext context, string kind, RequestDelegate next)
    {
        var whole = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = whole;
        if (kind == "drop")
        {
            context.Abort();
            return;
        }

        if (kind == "endless") context.Response.Headers["opc-next-page"] = Convert.ToBase64String(Encoding.ASCII.GetBytes("after:0"));
        var bytes = answer.ToArray();
        var sent = kind == "truncate" ? bytes.Length / 2 : bytes.Length;
        context.Response.ContentLength = sent;
        await whole.WriteAsync(bytes.AsMemory(0, sent), context.RequestAborted);
    }
}
