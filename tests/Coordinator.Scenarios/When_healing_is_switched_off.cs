namespace Coordinator.Scenarios;

/// <summary>Runbook 10.3: whoever starts in degraded mode is not allowed to forget it.</summary>
public sealed class When_healing_is_switched_off
{
    [Theory]
    [InlineData("LLM_RATE_LIMITING", "rate_limiting")]
    [InlineData("HEALTH_MONITOR_AUTO_RESTART", "auto_restart")]
    public async Task Should_show_as_degraded_and_say_by_which_setting(string variable, string component)
    {
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Settings = new Dictionary<string, string> { [variable] = "false" } });
        var health = await host.GetAsync("/health");
        Assert.Equal(("degraded", "degraded"), (health.GetProperty("status").GetString(), health.GetProperty("components").GetProperty(component).GetString()));
        var detail = (await host.GetAsync("/health?detail=true")).GetProperty("components").GetProperty(component);
        Assert.Contains($"{variable} is false", detail.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_not_be_named_while_it_is_on()
    {
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools() });
        var health = await host.GetAsync("/health");
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.False(health.GetProperty("components").TryGetProperty("rate_limiting", out _) || health.GetProperty("components").TryGetProperty("auto_restart", out _));
    }
}
