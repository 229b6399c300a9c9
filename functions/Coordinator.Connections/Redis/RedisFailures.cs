using System.Security.Authentication;
using Coordinator.Core.State;
using StackExchange.Redis;

namespace Coordinator.Connections.Redis;

/// <summary>What went wrong with Redis and what its operator can do, in one sentence each. Of the server's own words only the error code is repeated.</summary>
internal sealed class RedisFailures(string address, TimeSpan limit)
{
    public string Address => address;

    public StateStoreException Explain(Exception cause) => cause switch
    {
        StateStoreException known => known,
        TimeoutException => Failed(StateFailure.TimedOut, $"did not answer within {limit.TotalSeconds:0.###} s.", cause),
        RedisConnectionException broken => OfConnection(broken),
        RedisServerException server => OfServer(server),
        RedisCommandException command when command.Message.Contains("replica", StringComparison.Ordinal) => Failed(StateFailure.Refused, "takes no writes: it is a replica. Point REDIS_URL at the primary.", cause),
        ObjectDisposedException => Failed(StateFailure.Unavailable, "is not used any more: the process is ending.", cause),
        RedisCommandException => Failed(StateFailure.Unfit, "was not asked: the client refuses that operation.", cause),
        _ => Failed(StateFailure.Unavailable, $"could not be used ({cause.GetType().Name}).", cause),
    };

    public StateStoreException NoPrimary() => Failed(StateFailure.Unavailable, "has no primary that can be reached.", null);

    /// <summary>What is outermost only says that there is no connection; why is what it was caused by.</summary>
    private StateStoreException OfConnection(RedisConnectionException cause)
    {
        var kind = cause.FailureType;
        for (var inner = cause.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
            {
                return Failed(StateFailure.Unavailable, "cannot be reached over TLS: its certificate is not trusted, or not for that host.", cause);
            }

            kind = inner is RedisConnectionException { FailureType: var deeper } ? deeper : kind;
        }

        return kind switch
        {
            ConnectionFailureType.AuthenticationFailure => NotKnown("AUTH", cause),
            ConnectionFailureType.Loading => Loading(cause),
            _ => Failed(StateFailure.Unavailable, $"cannot be reached ({kind}). Check that it runs, and REDIS_URL.", cause),
        };
    }

    private StateStoreException OfServer(RedisServerException cause)
    {
        var code = cause.Message.Split(' ', 2)[0];
        return code switch
        {
            "LOADING" => Loading(cause),
            "READONLY" => Failed(StateFailure.Refused, "takes no writes: it is a replica (READONLY). Point REDIS_URL at the primary.", cause),
            "OOM" => Failed(StateFailure.Refused, "is full (OOM). Raise maxmemory, or remove what is not needed.", cause),
            "MISCONF" => Failed(StateFailure.Refused, "takes no writes: it cannot save its data (MISCONF). Check its disk.", cause),
            "NOAUTH" or "WRONGPASS" or "NOPERM" => NotKnown(code, cause),
            "BUSY" or "MASTERDOWN" or "CLUSTERDOWN" or "TRYAGAIN" or "NOREPLICAS" or "MOVED" or "ASK" => Failed(StateFailure.Refused, $"cannot answer at the moment ({code}).", cause),
            "WRONGTYPE" => Failed(StateFailure.Unfit, "holds something else under that key (WRONGTYPE).", cause),
            _ => Failed(StateFailure.Unfit, $"refused an operation ({(code.Length > 0 && code.All(char.IsAsciiLetterUpper) ? code : "no code")}).", cause),
        };
    }

    private StateStoreException Loading(Exception cause) => Failed(StateFailure.Refused, "is loading its data (LOADING). It answers when that is done.", cause);

    private StateStoreException NotKnown(string code, Exception cause) =>
        Failed(StateFailure.Refused, $"refuses the user or password of REDIS_URL, or gives the user too few rights ({code}).", cause);

    private StateStoreException Failed(StateFailure kind, string what, Exception? cause) => new(kind, $"Redis {address} {what}", cause);
}
