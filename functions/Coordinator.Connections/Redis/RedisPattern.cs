using System.Text;

namespace Coordinator.Connections.Redis;

internal static class RedisPattern
{
    /// <summary>The glob for keys that begin exactly so.</summary>
    public static string StartingWith(string prefix)
    {
        var pattern = new StringBuilder(prefix.Length + 1);
        foreach (var character in prefix)
        {
            if (character is '*' or '?' or '[' or ']' or '^' or '\\')
            {
                pattern.Append('\\');
            }

            pattern.Append(character);
        }

        return pattern.Append('*').ToString();
    }
}
