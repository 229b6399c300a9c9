using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Core.Execution;

/// <summary>Equal calls have equal digests.</summary>
internal static class CallDigest
{
    public static string Of(TurnCall call) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Tool}\n{call.Arguments.GetRawText()}")).AsSpan(0, 12));
}
