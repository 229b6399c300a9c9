using System.Text.Json;
using Coordinator.Core.Registrations;
using CsCheck;

namespace Coordinator.Core.Tests.Registrations;

public sealed class RegistrationsDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<RegistrationsDocument> Documents = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 3], (id, second, kind) => (Id: $"s{id}", Entry: Entry(second, kind))).List[0, 8]
        .Select(entries => entries.Aggregate(RegistrationsDocument.None, (document, entry) => document.With(entry.Id, entry.Entry)));

    /// <summary>What is stored: a change here needs a new schema version, or has to read the old form.</summary>
    [Fact]
    public void Serialize_IsWhatIsStored()
    {
        var document = RegistrationsDocument.None
            .With("finops", new Registration
            {
                ChangedAt = Noon.AddMinutes(1), RegisteredAt = Noon, By = "from this machine",
                Server = new RegisteredServer { Url = "https://finops.example.com/mcp", Description = "Costs", Domains = ["cost"], TimeoutSeconds = 90, TokenEnv = "MCP_REGISTERED_FINOPS_TOKEN", Scheme = "Bearer" },
            })
            .With("gone", new Registration { ChangedAt = Noon, By = "ann" });

        Assert.Equal(
            """{"schema_version":1,"servers":{"finops":{"changed_at":"2026-11-24T12:01:00+00:00","registered_at":"2026-11-24T12:00:00+00:00","by":"from this machine","server":{"url":"https://finops.example.com/mcp","description":"Costs","domains":["cost"],"timeout_seconds":90,"token_env":"MCP_REGISTERED_FINOPS_TOKEN","scheme":"Bearer"}},"gone":{"changed_at":"2026-11-24T12:00:00+00:00","by":"ann"}}}""",
            document.Serialize());
        Assert.Equal(document.Serialize(), RegistrationsDocument.Deserialize(document.Serialize()).Serialize());
        Assert.Equal("""{"schema_version":1,"metadata":{"version":"2"}}""", new RegistrationMetadata { Metadata = JsonElement.Parse("""{"version":"2"}""") }.Serialize());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"servers":{"a":null}}""")]
    [InlineData("""{"servers":{"a":{}}}""")]
    public void Deserialize_WhatCannotBeRead_IsEmpty(string? json) => Assert.Empty(RegistrationsDocument.Deserialize(json).Servers);

    [Fact]
    public void Deserialize_OfANewerVersion_IsReadAndForeign()
    {
        var document = RegistrationsDocument.Deserialize("""{"schema_version":2,"news":1,"servers":{"a":{"changed_at":"2026-11-24T12:00:00Z","registered_at":"2026-11-24T12:00:00Z","server":{"url":"https://a.example.com"}}}}""");
        Assert.True(document.IsForeign);
        Assert.Equal("https://a.example.com", document.Find("a")!.Server!.Url);
    }

    /// <summary>Instances that learn of the same things in different orders end with the same.</summary>
    [Fact]
    public void MergedWith_InWhateverOrder_GivesTheSame() => Gen.Select(Documents, Documents, Documents).Sample((one, two, three) =>
    {
        Assert.Equal(one.MergedWith(two).Serialize(), two.MergedWith(one).Serialize());
        Assert.Equal(one.MergedWith(two).MergedWith(three).Serialize(), one.MergedWith(two.MergedWith(three)).Serialize());
        Assert.Same(one, one.MergedWith(one));
        var merged = one.MergedWith(two);
        Assert.Same(merged, merged.MergedWith(two));
    });

    [Fact]
    public void With_KeepsOnlySomeOfWhatWasRemoved()
    {
        var document = Enumerable.Range(0, 300).Aggregate(RegistrationsDocument.None, (known, number) => known.With($"s{number}", new Registration { ChangedAt = Noon.AddSeconds(number) }));
        Assert.Equal(100, document.Servers.Count);
        Assert.True(document.Servers.ContainsKey("s299"));
    }

    private static Registration Entry(int second, int kind) => new()
    {
        ChangedAt = Noon.AddSeconds(second),
        RegisteredAt = kind == 0 ? null : Noon,
        Server = kind < 2 ? null : new RegisteredServer { Url = $"https://{kind}.example.com" },
    };
}
