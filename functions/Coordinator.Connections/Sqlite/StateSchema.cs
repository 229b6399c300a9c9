namespace Coordinator.Connections.Sqlite;

/// <summary>The tables of <c>state.db</c>. Times are microseconds since 1970 on the store's clock.</summary>
internal static class StateSchema
{
    /// <summary>Kept in <c>PRAGMA user_version</c>.</summary>
    public const int Version = 2;

    public const string Create =
        """
        CREATE TABLE document (
          key     TEXT PRIMARY KEY,
          value   TEXT NOT NULL,
          version INTEGER NOT NULL,
          ends    INTEGER
        ) STRICT;
        CREATE INDEX document_ends ON document (ends) WHERE ends IS NOT NULL;

        CREATE TABLE member (
          name   TEXT NOT NULL,
          member TEXT NOT NULL,
          score  REAL NOT NULL,
          PRIMARY KEY (name, member)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX member_score ON member (name, score, member);

        CREATE TABLE permit (
          pool     TEXT NOT NULL,
          holder   TEXT NOT NULL,
          of_group TEXT NOT NULL,
          held     INTEGER NOT NULL,
          number   INTEGER NOT NULL,
          lease    INTEGER NOT NULL,
          ends     INTEGER NOT NULL,
          claims   INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY (pool, holder)
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 2;
        """;

    /// <summary>From version 1.</summary>
    public const string Upgrade =
        """
        ALTER TABLE permit ADD COLUMN claims INTEGER NOT NULL DEFAULT 0;
        PRAGMA user_version = 2;
        """;
}
