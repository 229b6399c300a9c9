using Coordinator.Cli.Targets;

namespace Coordinator.Cli.Tests;

public sealed class TargetOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly Dictionary<string, string> _variables = [];

    public TargetOptionsTests() => _variables["COORDINATOR_PROFILES"] = _file;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_WhenNothingIsGiven_IsThisMachine()
    {
        File.Delete(_file);
        Assert.Equal(("http://localhost:3001", null), Read());
    }

    [Fact]
    public void Read_WhenThereIsADefaultProfile_IsThat()
    {
        Write("""{"default": "prod", "profiles": {"prod": {"endpoint": "https://c.example.com/", "key": "k1"}, "lab": {"endpoint": "https://lab.example.com", "key": "k2"}}}""");
        Assert.Equal(("https://c.example.com", "k1"), Read());
        Assert.Equal(("https://lab.example.com", "k2"), Read("--profile", "lab"));
        _variables["COORDINATOR_PROFILE"] = "lab";
        Assert.Equal(("https://lab.example.com", "k2"), Read());
        _variables["COORDINATOR_ADMIN_KEY"] = "k3";
        Assert.Equal(("https://lab.example.com", "k3"), Read());
    }

    [Fact]
    public void Read_WhenAnAddressIsGiven_DoesNotSendAProfilesKeyThere()
    {
        Write("""{"default": "prod", "profiles": {"prod": {"endpoint": "https://c.example.com", "key": "k1"}}}""");
        Assert.Equal(("https://elsewhere.example.com", null), Read("--endpoint", "https://elsewhere.example.com"));
        _variables["COORDINATOR_PROFILE"] = "prod";
        Assert.Equal(("https://elsewhere.example.com", null), Read("--endpoint", "https://elsewhere.example.com"));
        Assert.Contains("which one is meant", Refusal("--endpoint", "https://elsewhere.example.com", "--profile", "prod"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"profiles\": nothing }", "line 2 is not JSON.")]
    [InlineData("[]", "it must be")]
    [InlineData("{\"profiles\": {\"prod\": {\"endpoint\": 5}}}", "it must be")]
    public void Read_WhenTheFileIsDamaged_SaysWhere(string content, string words)
    {
        Write(content);
        var refusal = Refusal();
        Assert.StartsWith($"The profile file {_file} cannot be read: ", refusal, StringComparison.Ordinal);
        Assert.Contains(words, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheProfileIsUnknown_NamesThoseThatAreThere()
    {
        Write("""{"profiles": {"prod": {}, "lab": {}}}""");
        Assert.Equal($"There is no profile 'x' in {_file}. There are: prod, lab.", Refusal("--profile", "x"));
    }

    private void Write(string json) => File.WriteAllText(_file, json);

    private (string Endpoint, string? Key) Read(params string[] args)
    {
        var environment = new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _variables.GetValueOrDefault };
        var target = TargetOptions.Read(CoordinatorCommand.Root(environment).Parse(["audit", .. args]), _variables.GetValueOrDefault);
        return (target.Shown, target.Key);
    }

    private string Refusal(params string[] args)
    {
        var refused = Assert.Throws<CliException>(() => Read(args));
        Assert.Equal(2, refused.ExitCode);
        return refused.Message;
    }
}
