using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Coordinator.Core.Intake;

/// <summary>Reads a <see cref="SlackEnvelope"/> in one pass. Unknown members are skipped; the last of a doubled member counts.</summary>
public static class SlackEnvelopeParser
{
    /// <summary>Deeper JSON is refused. Slack's deepest payloads (rich text in attachments) stay below 20.</summary>
    public const int MaxDepth = 64;

    public static bool TryParse(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out SlackEnvelope? envelope,
        [NotNullWhen(false)] out IntakeDecision.Malformed? malformed)
    {
        envelope = null;
        malformed = null;
        if (!Utf8.IsValid(json))
        {
            malformed = new("body", "is not UTF-8");
            return false;
        }

        try
        {
            envelope = Parse(json);
        }
        catch (JsonException)
        {
            malformed = new("body", $"is not a whole JSON object, or is nested deeper than {MaxDepth}");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader's way of saying that an escape such as \ud800 is half a character.
            malformed = new("body", "holds half of an escaped surrogate pair");
        }

        return envelope is not null;
    }

    private static SlackEnvelope Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();

        var envelope = new SlackEnvelope();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, envelope);

        // Beyond the closing brace only white space may follow; anything else makes this throw.
        reader.Read();
        return envelope;
    }

    private static void ReadMember(ref Utf8JsonReader reader, SlackEnvelope envelope)
    {
        if (reader.ValueTextEquals("type"u8))
            envelope.Type = ReadString(ref reader);
        else if (reader.ValueTextEquals("event"u8))
            envelope.Event = ReadEvent(ref reader);
        else if (reader.ValueTextEquals("team_id"u8))
            envelope.TeamId = ReadString(ref reader);
        else if (reader.ValueTextEquals("enterprise_id"u8))
            envelope.EnterpriseId = ReadString(ref reader);
        else if (reader.ValueTextEquals("context_team_id"u8))
            envelope.ContextTeamId = ReadString(ref reader);
        else if (reader.ValueTextEquals("context_enterprise_id"u8))
            envelope.ContextEnterpriseId = ReadString(ref reader);
        else if (reader.ValueTextEquals("authorizations"u8))
            envelope.Authorizations = ReadAuthorizations(ref reader);
        else if (reader.ValueTextEquals("is_ext_shared_channel"u8))
            envelope.IsExtSharedChannel = ReadTrue(ref reader);
        else if (reader.ValueTextEquals("event_id"u8))
            envelope.EventId = ReadString(ref reader);
        else if (reader.ValueTextEquals("event_time"u8))
            envelope.EventTime = ReadTime(ref reader);
        else if (reader.ValueTextEquals("challenge"u8))
            envelope.Challenge = ReadString(ref reader);
        else
            reader.Skip();
    }

    private static SlackEvent? ReadEvent(ref Utf8JsonReader reader)
    {
        if (!TryEnter(ref reader, JsonTokenType.StartObject))
            return null;

        var slackEvent = new SlackEvent();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, slackEvent);
        return slackEvent;
    }

    private static void ReadMember(ref Utf8JsonReader reader, SlackEvent slackEvent)
    {
        if (reader.ValueTextEquals("type"u8))
            slackEvent.Type = ReadString(ref reader);
        else if (reader.ValueTextEquals("subtype"u8))
            slackEvent.Subtype = ReadString(ref reader);
        else if (reader.ValueTextEquals("hidden"u8))
            slackEvent.Hidden = ReadTrue(ref reader);
        else if (reader.ValueTextEquals("user"u8))
            slackEvent.User = ReadString(ref reader);
        else if (reader.ValueTextEquals("bot_id"u8))
            slackEvent.BotId = ReadString(ref reader);
        else if (reader.ValueTextEquals("text"u8))
            slackEvent.Text = ReadString(ref reader);
        else if (reader.ValueTextEquals("channel"u8))
            slackEvent.Channel = ReadString(ref reader);
        else if (reader.ValueTextEquals("channel_type"u8))
            slackEvent.ChannelType = ReadString(ref reader);
        else if (reader.ValueTextEquals("ts"u8))
            slackEvent.Ts = ReadString(ref reader);
        else if (reader.ValueTextEquals("thread_ts"u8))
            slackEvent.ThreadTs = ReadString(ref reader);
        else if (reader.ValueTextEquals("user_team"u8))
            slackEvent.UserTeam = ReadString(ref reader);
        else if (reader.ValueTextEquals("team"u8))
            slackEvent.Team = ReadString(ref reader);
        else
            reader.Skip();
    }

    private static List<SlackAuthorization> ReadAuthorizations(ref Utf8JsonReader reader)
    {
        var authorizations = new List<SlackAuthorization>(1);
        if (!TryEnter(ref reader, JsonTokenType.StartArray))
            return authorizations;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                authorizations.Add(ReadAuthorization(ref reader));
            else
                reader.Skip();
        }

        return authorizations;
    }

    private static SlackAuthorization ReadAuthorization(ref Utf8JsonReader reader)
    {
        var authorization = new SlackAuthorization();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("team_id"u8))
                authorization.TeamId = ReadString(ref reader);
            else if (reader.ValueTextEquals("enterprise_id"u8))
                authorization.EnterpriseId = ReadString(ref reader);
            else if (reader.ValueTextEquals("user_id"u8))
                authorization.UserId = ReadString(ref reader);
            else if (reader.ValueTextEquals("is_bot"u8))
                authorization.IsBot = ReadTrue(ref reader);
            else
                reader.Skip();
        }

        return authorization;
    }

    /// <summary>Goes to the member's value. False: it is of another kind and was skipped.</summary>
    private static bool TryEnter(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType == wanted)
            return true;
        reader.Skip();
        return false;
    }

    private static string? ReadString(ref Utf8JsonReader reader) =>
        TryEnter(ref reader, JsonTokenType.String) ? reader.GetString() : null;

    private static bool ReadTrue(ref Utf8JsonReader reader) => TryEnter(ref reader, JsonTokenType.True);

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader) =>
        TryEnter(ref reader, JsonTokenType.Number) && reader.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
