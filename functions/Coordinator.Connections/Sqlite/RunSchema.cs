namespace Coordinator.Connections.Sqlite;

/// <summary>The tables of <c>runs.db</c>. A change raises <see cref="Version"/> and brings a step from the version before.</summary>
internal static class RunSchema
{
    /// <summary>Kept in <c>PRAGMA user_version</c>.</summary>
    public const int Version = 2;

    /// <summary>Steps from one version to the next, the first from 1 to 2.</summary>
    public static IReadOnlyList<string> Steps { get; } = [Letters];

    /// <summary>The tables of version 1; <see cref="Steps"/> bring the rest.</summary>
    public const string Create =
        """
        CREATE TABLE run (
          seq      INTEGER PRIMARY KEY,
          id       TEXT NOT NULL UNIQUE,
          thread   TEXT NOT NULL,
          status   TEXT NOT NULL,
          finished INTEGER NOT NULL DEFAULT 0,
          facts    INTEGER NOT NULL DEFAULT 0,
          updated  TEXT NOT NULL,
          wake     TEXT,
          request  TEXT NOT NULL
        ) STRICT;
        CREATE INDEX run_thread ON run (thread, seq);
        CREATE INDEX run_status ON run (status, seq);
        CREATE INDEX run_unfinished ON run (seq) WHERE finished = 0;
        CREATE INDEX run_finished ON run (updated) WHERE finished = 1;

        CREATE TABLE content (
          id   INTEGER PRIMARY KEY,
          body TEXT NOT NULL
        ) STRICT;

        CREATE TABLE fact (
          run     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
          number  INTEGER NOT NULL,
          key     TEXT NOT NULL,
          json    TEXT NOT NULL,
          content INTEGER,
          PRIMARY KEY (run, number),
          UNIQUE (run, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE effect (
          run      INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
          step     TEXT NOT NULL,
          status   TEXT NOT NULL,
          attempt  INTEGER NOT NULL,
          owner    TEXT NOT NULL,
          deadline TEXT NOT NULL,
          since    TEXT NOT NULL,
          detail   TEXT,
          PRIMARY KEY (run, step)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE inbox (
          number INTEGER PRIMARY KEY,
          run    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
          id     TEXT NOT NULL,
          kind   TEXT NOT NULL,
          by     TEXT NOT NULL,
          at     TEXT NOT NULL,
          UNIQUE (run, id)
        ) STRICT;

        PRAGMA user_version = 1;
        """;

    private const string Letters =
        """
        CREATE TABLE letter (
          id        TEXT PRIMARY KEY,
          run       TEXT NOT NULL,
          type      TEXT NOT NULL,
          operation TEXT NOT NULL,
          failed    TEXT NOT NULL,
          version   INTEGER NOT NULL,
          json      TEXT NOT NULL
        ) STRICT;
        CREATE INDEX letter_run ON letter (run);
        CREATE INDEX letter_failed ON letter (failed, id);
        CREATE INDEX letter_type ON letter (type, failed, id);
        CREATE INDEX letter_operation ON letter (operation, failed, id);

        PRAGMA user_version = 2;
        """;
}
