using System.Text.Json;
using Coordinator.Core.Secrets;

namespace Coordinator.Core.Tests.Secrets;

/// <summary>Defect 13: the original stored and showed raw parameters.</summary>
public sealed class RedactionTests
{
    [Fact]
    public void Of_WhenNamesAreTelling_TakesOutTheirValuesHoweverDeep()
    {
        const string json = """
            {"name":"web-01","adminPassword":"s3cr3t-1","nested":{"list":[{"api_key":"s3cr3t-2","size":3}],"auth":{"privateKey":{"pem":"s3cr3t-3"}}},
             "access_token":["s3cr3t-4"],"client_secret":42,"Authorization":"s3cr3t-5","connectionString":"s3cr3t-6","credentials":"s3cr3t-7","wallet_password":"s3cr3t-8"}
            """;
        var shown = Redaction.Of(JsonElement.Parse(json))!.ToJsonString();
        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("42", shown, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"web-01\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"size\":3", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call it with Bearer abcdefghijkl.mnop", "abcdefghijkl")]
    [InlineData("https://scott:tiger1@db.example.com/x", "tiger1")]
    [InlineData("alter user app identified by Tiger_1;", "Tiger_1")]
    [InlineData("alter user app identified by \"Tiger 1\" account unlock", "Tiger 1")]
    [InlineData("password=hunter2 host=db", "hunter2")]
    [InlineData("the password: 'hunter2 and more'", "hunter2")]
    [InlineData("""{"api_key": "hunter2"}""", "hunter2")]
    [InlineData("token xoxb-123456-abcdef", "123456")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "c2lnbmF0dXJl")]
    [InlineData("sk-ant-abcdefghijklmnop", "abcdefghijklmnop")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", "MIIabc")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIabc", "MIIabc")]
    public void Of_WhenATextHoldsASecret_TakesItOut(string text, string secret)
    {
        Assert.DoesNotContain(secret, Redaction.Of(text), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Redaction.Of(JsonSerializer.SerializeToElement(new { note = new[] { text } }))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How is Berlin? Its password policy is strict, and the token bucket is full.")]
    [InlineData("ocid1.instance.oc1..aaaaaaaaexample")]
    [InlineData("http://db.example.com:1521/orcl?user=scott")]
    public void Of_WhenATextHoldsNone_LeavesItAlone(string text) => Assert.Equal(text, Redaction.Of(text));

    [Theory]
    [InlineData("page_token")]
    [InlineData("nextToken")]
    [InlineData("max_tokens")]
    [InlineData("compartment_id")]
    [InlineData("key")]
    public void IsTelling_WhenTheNameSaysNothing_IsFalse(string name) => Assert.False(Redaction.IsTelling(name));

    [Fact]
    public void Of_WhenJsonIsTooDeepOrOdd_StillEnds()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + "\"hidden\"" + string.Concat(Enumerable.Repeat("]", 60));
        Assert.DoesNotContain("hidden", Redaction.Of(JsonElement.Parse(deep))!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("[\"[redacted]\",null,true,1.50]", Redaction.Of(JsonElement.Parse("""["\ud83d",null,true,1.50]"""))!.ToJsonString());
    }

    [Fact]
    public void Restore_WhenWhatWasShownComesBack_PutsTheSecretsBack()
    {
        var original = JsonElement.Parse("""{"name":"web-01","auth":{"password":"tiger"},"urls":["https://a:b1@h/","x"],"note":"plain"}""");
        var edited = JsonElement.Parse(Redaction.Of(original)!.ToJsonString().Replace("web-01", "web-02", StringComparison.Ordinal));
        var (value, unknownAt) = Unredacted.Restore(edited, original);
        Assert.Null(unknownAt);
        Assert.Equal("""{"name":"web-02","auth":{"password":"tiger"},"urls":["https://a:b1@h/","x"],"note":"plain"}""", value!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"[redacted]x"}""", "name")]
    [InlineData("""{"auth":{"other":"[redacted]"}}""", "auth.other")]
    [InlineData("""{"urls":["a","b","[redacted]"]}""", "urls[2]")]
    public void Restore_WhenNothingWasHiddenThere_NamesTheField(string edited, string field)
    {
        var original = JsonElement.Parse("""{"name":"web-01","auth":{"password":"tiger"},"urls":["x"]}""");
        Assert.Equal(field, Unredacted.Restore(JsonElement.Parse(edited), original).UnknownAt);
    }
}
