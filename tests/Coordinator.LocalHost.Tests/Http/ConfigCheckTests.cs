using Coordinator.Core.Configuration;
using Coordinator.Http.Configuration;
using Coordinator.Http.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ConfigCheckTests : IDisposable
{
    private const string Servers = "servers:\n  one:\n    transport: http\n    url: https://one.example.com/mcp\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordinator-config-");
    private readonly Dictionary<string, string> _variables = [];

    public ConfigCheckTests() => Write("mcp-servers.yaml", Servers);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Check_NamesWhatIsWrongInAllFilesAndSettings()
    {
        Write("tool-policy.yaml", "tools:\n  a:\n    access: maybe\n");
        Write("bulkheads.yaml", "partitions: 7\n");
        Write("workflows/x.yaml", "name: x\nnoise: 1\n");
        var report = Check(null, "LLM_MAX_CONCURRENT is 'abc': it must be a whole number.");
        Assert.False(report.Valid);
        Assert.Equal(["bulkheads.yaml", "tool-policy.yaml", "x.yaml"], report.Problems.Select(problem => problem.File).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(report.Problems, problem => problem is { File: "tool-policy.yaml", Line: 3, Field: "tools.a.access" });
        Assert.Contains(report.Problems, problem => problem is { File: null, Field: "LLM_MAX_CONCURRENT" });
        Assert.True(report.Problems.Count(problem => problem.File == "x.yaml") > 1, "Only the first is named.");
    }

    [Fact]
    public void Read_SaysWhatIsWrongInAllFilesAtOnce()
    {
        Write("tool-policy.yaml", "tools: 7\n");
        Write("bulkheads.yaml", "partitions: 7\n");
        var exception = Assert.Throws<ConfigException>(() => ConfigFiles.Read(_folder.FullName, _variables.GetValueOrDefault, TimeProvider.System));
        Assert.Contains("tool-policy.yaml:1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("bulkheads.yaml:1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SaysWhichFilesTheRunningHostHasReadOtherwise()
    {
        Write("workflows/old.yaml", "name: old\n");
        Write("bulkheads.yaml", "partitions: {}\n");
        File.Delete(Path.Combine(_folder.FullName, "workflows", "old.yaml"));
        var loaded = ConfigFiles.Read(_folder.FullName, _variables.GetValueOrDefault, TimeProvider.System);
        File.Delete(Path.Combine(_folder.FullName, "bulkheads.yaml"));
        Write("mcp-servers.yaml", Servers + "# more\n");
        Write("tool-policy.yaml", "tools: {}\n");
        Assert.Equal(
            ["bulkheads.yaml Removed", "mcp-servers.yaml Changed", "tool-policy.yaml New"],
            Check(loaded).Files.Select(file => $"{file.File} {file.State}"));
    }

    [Fact]
    public void Check_WarnsOfFilesThatNobodyReads()
    {
        Write("bulkhead.yaml", "x: 1\n");
        Write("workflows/x.yml", "x: 1\n");
        var report = Check(null);
        Assert.True(report.Valid);
        Assert.Equal(["bulkhead.yaml", "workflows/x.yml"], report.Warnings.Select(warning => warning.File));
    }

    [Fact]
    public void Check_ShowsNoSecretOfAVariable()
    {
        _variables["MY_TOKEN"] = "s3cret-value";
        Write("mcp-servers.yaml", Servers + "    token_env: MY_TOKEN # ${MY_TOKEN}\n");
        var report = Check(null, "SOME_SETTING is 's3cret-value': it is none.");
        Assert.False(report.Valid);
        Assert.Contains(report.Problems, problem => problem.Message.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Problems, problem => problem.Message.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfAFolderThatIsNotThere_SaysSo()
    {
        var report = new ConfigCheck(Path.Combine(_folder.FullName, "none"), _variables.GetValueOrDefault, _ => [], TimeProvider.System).Check();
        Assert.Equal("mcp-servers.yaml", Assert.Single(report.Problems).File);
    }

    [Fact]
    public async Task Endpoint_ShowsTheReport()
    {
        Write("bulkhead.yaml", "x: 1\n");
        var loaded = ConfigFiles.Read(_folder.FullName, _variables.GetValueOrDefault, TimeProvider.System);
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IConfigCheck>(new ConfigCheck(_folder.FullName, _variables.GetValueOrDefault, _ => [], TimeProvider.System, loaded)));
        using var answer = await host.SendAsync(Post("/config/check", new { }));
        var report = await answer.JsonAsync();
        Assert.True(report.GetProperty("valid").GetBoolean());
        Assert.Equal("""[{"file":"mcp-servers.yaml","state":"loaded"}]""", report.GetProperty("files").GetRawText());
        Assert.Equal("bulkhead.yaml", report.GetProperty("warnings")[0].GetProperty("file").GetString());
    }

    private ConfigReport Check(ConfigFiles? loaded, params string[] settings) => new ConfigCheck(_folder.FullName, _variables.GetValueOrDefault, _ => settings, TimeProvider.System, loaded).Check();

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
