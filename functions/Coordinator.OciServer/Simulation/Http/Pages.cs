using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>Lists in pages as OCI gives them: <c>limit</c> and <c>page</c>, and the next page's token in <c>opc-next-page</c>.</summary>
internal static class Pages
{
    private const int Usual = 100;
    private const int Most = 1000;

    public static IResult List<T>(HttpContext context, IEnumerable<T> all) => Cut(context, all, out var page) is { } refusal ? refusal : Results.Json(page);

    /// <summary>Services that wrap the list.</summary>
    public static IResult List<T>(HttpContext context, IEnumerable<T> all, Func<IReadOnlyList<T>, object> wrap) => Cut(context, all, out var page) is { } refusal ? refusal : Results.Json(wrap(page));

    private static IResult? Cut<T>(HttpContext context, IEnumerable<T> all, out List<T> page)
    {
        page = [];
        var query = context.Request.Query;
        var limit = Usual;
        if (query["limit"].ToString() is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            return Refusal.InvalidParameter($"limit must be between 1 and {Most}");
        }

        if (Offset(query["page"].ToString()) is not { } offset) return Refusal.InvalidParameter("page is not a token of this list");
        var rest = all.Skip(offset).Take(limit + 1).ToList();
        page = [.. rest.Take(limit)];
        if (rest.Count > limit) context.Response.Headers["opc-next-page"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"after:{offset + limit}"));
        return null;
    }

    private static int? Offset(string token)
    {
        if (token.Length == 0) return 0;
        var bytes = new byte[64];
        return Convert.TryFromBase64String(token, bytes, out var length) && Encoding.ASCII.GetString(bytes, 0, length) is var text
            && text.StartsWith("after:", StringComparison.Ordinal) && int.TryParse(text["after:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;
    }
}
