using Coordinator.Core.Configuration;
using Coordinator.OciServer.Simulation;

namespace Coordinator.OciServer.Tests.Simulation;

public sealed class When_the_folder_is_damaged : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("damaged-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("tenancy.json", "null")]
    [InlineData("tenancy.json", "")]
    [InlineData("changes.jsonl", "null\n")]
    [InlineData("changes.jsonl", "{}\n")]
    [InlineData("changes.jsonl", """{"seq":1,"at":"2026-01-15T12:00:00+00:00","tenancy":"t","action":"EXPLODE","instance":"i","instanceId":"o","retryToken":null,"digest":"d"}\n""")]
    [InlineData("default.pem", "no key")]
    public void Should_say_which_file_cannot_be_read(string name, string content)
    {
        File.WriteAllText(Path.Combine(folder.FullName, name), content.Replace("\\n", "\n", StringComparison.Ordinal));

        var problem = Assert.Throws<ConfigException>(() => SimulationApp.Open(new SimulationOptions(folder.FullName), TimeProvider.System, TimeProvider.System));

        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }
}
