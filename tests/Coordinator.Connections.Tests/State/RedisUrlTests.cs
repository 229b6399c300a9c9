using Coordinator.Connections.Redis;
using Coordinator.Connections.State;

namespace Coordinator.Connections.Tests.State;

public sealed class RedisUrlTests
{
    public static TheoryData<string, string, string?, string?> Right => new()
    {
        { "redis://localhost", "redis://localhost:6379/0", null, null },
        { "redis://localhost:6379", "redis://localhost:6379/0", null, null },
        { "REDIS://localhost:6380/", "redis://localhost:6380/0", null, null },
        { "redis://10.1.2.3:6380/15", "redis://10.1.2.3:6380/15", null, null },
        { "rediss://cache.redis.cache.windows.net:6380", "rediss://cache.redis.cache.windows.net:6380/0", null, null },
        { "redis://:secret@localhost", "redis://localhost:6379/0", null, "secret" },
        { "redis://me:secret@localhost/2", "redis://localhost:6379/2", "me", "secret" },
        { "redis://m%3Ae:s%40%2F%25%3F%23+%C3%BC=@localhost", "redis://localhost:6379/0", "m:e", "s@/%?#+ü=" },
        { "redis://:a:b@localhost", "redis://localhost:6379/0", null, "a:b" },
        { "redis://:a@b@localhost", "redis://localhost:6379/0", null, "a@b" },
        { "redis://[::1]:6380/1", "redis://[::1]:6380/1", null, null },
        { "redis://:secret@[2001:db8::1]", "redis://[2001:db8::1]:6379/0", null, "secret" },
        { "redis://:secret@a:7000,b:7001,c", "redis://a:7000,b:7001,c:6379/0", null, "secret" },
    };

    [Theory]
    [MemberData(nameof(Right), DisableDiscoveryEnumeration = true)]
    public void TryParse_WhenRight_ReadsAllParts(string text, string shown, string? user, string? password)
    {
        Assert.True(RedisUrl.TryParse(text, out var url, out var problem), problem);

        Assert.Equal((shown, user, password), (url.ToString(), url.User, url.Password));
    }

    [Theory]
    [InlineData("localhost:6379", "redis://")]
    [InlineData("http://s3cret@localhost", "redis://")]
    [InlineData("unix:///tmp/s3cret.sock", "redis://")]
    [InlineData("redis://", "no host")]
    [InlineData("redis:///0", "no host")]
    [InlineData("redis://:s3cret@", "no host")]
    [InlineData("redis://:s3cret@:6379", "no host")]
    [InlineData("redis://a,,b", "no host")]
    [InlineData("redis://::1:6379", "no host")]
    [InlineData("redis://[::1", "no host")]
    [InlineData("redis://[::1]s3cret", "no host")]
    [InlineData("redis://[localhost]", "no host")]
    [InlineData("redis://local_host!", "no host")]
    [InlineData("redis://localhost:0", "port")]
    [InlineData("redis://localhost:65536", "port")]
    [InlineData("redis://localhost:", "port")]
    [InlineData("redis://localhost:s3cret", "port")]
    [InlineData("redis://:s3cret/more@localhost", "no host")]
    [InlineData("redis://me:s3cret/more@localhost", "%2F")]
    [InlineData("redis://localhost/s3cret", "database")]
    [InlineData("redis://localhost/-1", "database")]
    [InlineData("redis://localhost/1/2", "database")]
    [InlineData("redis://s3cret@localhost", "without a password")]
    [InlineData("redis://s3cret:@localhost", "without a password")]
    [InlineData("redis://:s3cret%@localhost", "%25")]
    [InlineData("redis://:s3cret%zz@localhost", "%25")]
    [InlineData("redis://:s3cret@localhost?ssl=true", "query")]
    [InlineData("redis://:s3cret#1@localhost", "query or fragment")]
    [InlineData("redis://:s3 cret@localhost", "space")]
    [InlineData("redis://localhost\n", "space")]
    public void Problems_WhenWrong_NameTheVariableAndRepeatNothing(string text, string words)
    {
        var problem = Assert.Single(StateStoreOptionsValidator.Problems(new StateStoreOptions { RedisUrl = text }));

        Assert.StartsWith("REDIS_URL ", problem, StringComparison.Ordinal);
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(StateStoreOptions.RunbookDefault)]
    public void Problems_WhenUnsetEmptyOrTheDefault_AreNone(string? text) =>
        Assert.Empty(StateStoreOptionsValidator.Problems(new StateStoreOptions { RedisUrl = text }));

    [Theory]
    [InlineData(49)]
    [InlineData(30_001)]
    public void Problems_WhenTheTimeLimitIsOutOfRange_NameItsVariable(int milliseconds) =>
        Assert.Contains("REDIS_TIMEOUT_MS", Assert.Single(StateStoreOptionsValidator.Problems(new StateStoreOptions { Timeout = TimeSpan.FromMilliseconds(milliseconds) })), StringComparison.Ordinal);
}
