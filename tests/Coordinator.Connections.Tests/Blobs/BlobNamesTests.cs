using Coordinator.Connections.Blobs;

namespace Coordinator.Connections.Tests.Blobs;

public sealed class BlobNamesTests
{
    private static readonly RunKey Key = RunKey.Of(200_000_000_000_001, BlobMemories.Request("slack-T1-C1-1.0"));

    [Theory]
    [InlineData("slack-T1-C0123-1712345678.000100", true)]
    [InlineData("chat-01HV6Z8Q9J", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("ends.", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("~0", false)]
    [InlineData("ünïcödé", false)]
    [InlineData("half \ud83d", false)]
    public void RunOf_WhenTheIdCanBeAName_IsTheIdElseAHash(string runId, bool isName)
    {
        var name = BlobNames.RunOf(runId);

        Assert.Equal(isName, name == runId);
        Assert.Matches("^[a-zA-Z0-9~][a-zA-Z0-9._-]*[a-zA-Z0-9]$|^[a-z]$", name);
    }

    [Fact]
    public void RunOf_WhenIdsAreLong_TellsThemApart()
    {
        var (one, other) = (BlobNames.RunOf(new string('a', 5_000) + "1"), BlobNames.RunOf(new string('a', 5_000) + "2"));

        Assert.NotEqual(one, other);
        Assert.InRange(one.Length, 1, 200);
    }

    [Fact]
    public void Parse_WhenItIsTheNameOfAnEntry_GivesWhatItWasMadeOf()
    {
        Assert.Equal(Key, BlobNames.Parse(BlobNames.OpenOf(Key)));
        Assert.Equal(Key, BlobNames.Parse(BlobNames.EndedOf(Key)));
        Assert.Equal(Key, BlobNames.Parse(BlobNames.InThreadOf(Key)));
        Assert.Null(BlobNames.Parse("open/something else"));
        Assert.Null(BlobNames.Parse(""));
    }

    [Fact]
    public void Names_WhenSorted_AreInOrderOfArrivalOrItsReverse()
    {
        var keys = new long[] { 0, 1, 99_999_999_999, 100_000_000_000, 195_000_000_000_000, RunSequence.At(new DateTimeOffset(2300, 1, 1, 0, 0, 0, TimeSpan.Zero)) }
            .Select(sequence => Key with { Sequence = sequence }).ToList();

        Assert.Equal(keys, keys.OrderBy(BlobNames.OpenOf, StringComparer.Ordinal));
        Assert.Equal(keys, keys.OrderByDescending(BlobNames.EndedOf, StringComparer.Ordinal));
        Assert.Equal(keys, keys.OrderByDescending(BlobNames.InThreadOf, StringComparer.Ordinal));
        Assert.True(keys[^1].Sequence < 1L << 53, "Browsers could not page by it.");
    }

    /// <summary>Stored names: to change one is to lose what was stored under it.</summary>
    [Fact]
    public void Names_AreAsTheyWere()
    {
        const string thread = "5e4a1fa77e1f40a1c6af9f8a9a2a1e0d";
        var key = Key with { Thread = thread };

        Assert.Equal("runs/slack-T1-C1-1.0/log", BlobNames.LogOf(key.Run));
        Assert.Equal("runs/r/content/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", BlobNames.ContentOf("r", "x"u8.ToArray()));
        Assert.Equal($"open/0200000000000001-{thread}-slack-T1-C1-1.0", BlobNames.OpenOf(key));
        Assert.Equal($"ended/97999/9799999999999998-{thread}-slack-T1-C1-1.0", BlobNames.EndedOf(key));
        Assert.Equal($"threads/{thread}/9799999999999998-{thread}-slack-T1-C1-1.0", BlobNames.InThreadOf(key));
        Assert.Equal("threads/2d711642b726b04401627ca9fbac32f5/", BlobNames.ThreadFolder("x"));
    }
}
