using System.Globalization;
using Coordinator.Core.Audit;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Audit;

/// <summary><c>GET /audit?limit=50</c>: who did what to the coordinator, newest first.</summary>
internal sealed class AuditEndpoint(AuditLog audit)
{
    private const int MaxLimit = 1000;

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var limit = 50;
        if (request.Query.TryGetValue("limit", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", $"limit must be a whole number from 1 to {MaxLimit}.");
        }

        try
        {
            var entries = await audit.ReadAsync(limit, request.HttpContext.RequestAborted);
            return WebJson.Ok(new { Entries = entries.Select(entry => new { entry.Id, entry.At, entry.Action, entry.Target, entry.By, entry.Detail }), entries.Count });
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be read right now", $"{exception.Message} The log has the entries too: search for 'audit action='.");
        }
    }
}
