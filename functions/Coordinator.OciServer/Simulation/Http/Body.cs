using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Coordinator.OciServer.Simulation.Http;

internal static class Body
{
    /// <summary>Null if it is not JSON of this form.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
