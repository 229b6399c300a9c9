using System.Text.Json.Serialization;

namespace Coordinator.DemoServer.Cloud;

[JsonConverter(typeof(JsonStringEnumConverter<PowerState>))]
internal enum PowerState
{
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    [JsonStringEnumMemberName("STOPPED")]
    Stopped,
}
