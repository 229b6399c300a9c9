using System.Collections.Frozen;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Slack;

/// <summary>What Slack's error words mean. Slack documents them at each method; new ones come without notice.</summary>
internal static class SlackErrorWords
{
    private static readonly FrozenDictionary<string, FailureClass> Classes = new Dictionary<FailureClass, string[]>
    {
        [FailureClass.RateLimited] = ["ratelimited", "rate_limited", "message_limit_exceeded"],
        [FailureClass.Authentication] =
        [
            "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "org_login_required", "two_factor_setup_required", "user_removed_from_team", "team_disabled",
        ],
        [FailureClass.NotFound] = ["channel_not_found", "thread_not_found", "message_not_found", "user_not_found"],
        [FailureClass.Denied] =
        [
            "not_in_channel", "is_archived", "restricted_action", "missing_scope", "not_allowed_token_type", "no_permission", "access_denied", "ekm_access_denied",
            "accesslimited", "cant_update_message", "edit_window_closed", "is_inactive", "cannot_reply_to_message", "enterprise_is_restricted", "team_access_not_granted",
            "not_allowed", "forbidden_team",
        ],
        [FailureClass.Validation] =
        [
            "msg_too_long", "invalid_blocks", "msg_blocks_too_long", "no_text", "invalid_blocks_format", "invalid_attachments", "too_many_attachments", "invalid_arguments",
            "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_json", "json_not_object", "invalid_post_type", "missing_post_type",
            "invalid_cursor", "invalid_limit", "invalid_ts_oldest", "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "metadata_must_be_sent_from_app",
        ],
        [FailureClass.ServerError] = ["fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"],
    }.SelectMany(group => group.Value.Select(word => (Word: word, Class: group.Key))).ToFrozenDictionary(entry => entry.Word, entry => entry.Class);

    public static FailureClass ClassOf(string word) =>
        Classes.TryGetValue(word, out var known) ? known
        : word.StartsWith("restricted_action", StringComparison.Ordinal) ? FailureClass.Denied
        : FailureClass.Unknown;
}
