using Coordinator.CrashCampaign.Plan;
using Coordinator.TestKit.Slack;

namespace Coordinator.CrashCampaign.Windows;

internal static class SlackCalls
{
    public static bool IsPostOf(SlackStubCall call, Question question) =>
        call.Method == "chat.postMessage" && call.Arguments["metadata"]?["event_payload"]?["run_id"]?.ToString() == question.RunId;

    /// <summary>The message that the answer replaces later.</summary>
    public static bool IsWorking(SlackStubPost post) => post.Text.StartsWith("Working on it", StringComparison.Ordinal);
}
