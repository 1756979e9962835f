import GRDB

extension Catalog {
  /// The catalog's tables, by the version that brought them. A migration is never edited once released.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("snapshots, feeds, labels, runs") { db in
      try db.execute(sql: snapshotTables)
      try db.execute(sql: feedTables)
      try db.execute(sql: labelTables)
      try db.execute(sql: runTables)
    }
    migrator.registerMigration("requests, turns") { try $0.execute(sql: RequestTable.tables) }
    migrator.registerMigration("newest, segments of one kind, compaction") { db in
      try db.execute(sql: newestTables)
      try NewestTable.fill(in: db)
    }
    migrator.registerMigration("lanes, revisits, journal") { try $0.execute(sql: laneTables) }
    migrator.registerMigration("contradicting claims, methods of base rates") { db in
      try db.execute(sql: labelColumns)
    }
    return migrator
  }

  /// One row a record, one row a segment. `body_*` name the record that holds the body.
  private static let snapshotTables = """
    CREATE TABLE snapshots (
      ecosystem TEXT NOT NULL, segment INTEGER NOT NULL, sequence INTEGER NOT NULL,
      offset INTEGER NOT NULL, length INTEGER NOT NULL,
      subject TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
      fetched_at INTEGER NOT NULL, status INTEGER NOT NULL,
      digest BLOB NOT NULL, body_bytes INTEGER NOT NULL,
      etag TEXT, last_modified TEXT, version TEXT, truncation TEXT, url TEXT NOT NULL,
      body_segment INTEGER NOT NULL, body_sequence INTEGER NOT NULL,
      PRIMARY KEY (ecosystem, segment, sequence)
    ) WITHOUT ROWID;
    CREATE INDEX snapshots_by_subject
      ON snapshots (ecosystem, subject, kind, fetched_at, segment, sequence);
    CREATE TABLE segments (
      ecosystem TEXT NOT NULL, number INTEGER NOT NULL,
      bytes INTEGER NOT NULL, records INTEGER NOT NULL, dictionary_id INTEGER NOT NULL,
      PRIMARY KEY (ecosystem, number)
    ) WITHOUT ROWID;
    """

  /// The newest row of each subject and kind; where compaction moved records to.
  ///
  /// `segment` and `sequence` stay a record's name for ever; `file` is the segment that holds it
  /// now, NULL for the one in its name. `kind` is NULL for segments from before they had one.
  private static let newestTables = """
    CREATE TABLE newest (
      ecosystem TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
      fetched_at INTEGER NOT NULL, segment INTEGER NOT NULL, sequence INTEGER NOT NULL,
      outcome TEXT NOT NULL, digest BLOB NOT NULL, version TEXT,
      PRIMARY KEY (ecosystem, subject, kind)
    ) WITHOUT ROWID;
    ALTER TABLE snapshots ADD COLUMN file INTEGER;
    CREATE INDEX snapshots_moved ON snapshots (ecosystem, file, segment, sequence)
      WHERE file IS NOT NULL;
    ALTER TABLE segments ADD COLUMN kind TEXT;
    ALTER TABLE segments ADD COLUMN is_compacted INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE retired (
      ecosystem TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (ecosystem, number)
    ) WITHOUT ROWID;
    """

  /// Cursors of feeds and the work they promised; `sequence` keeps the order of arrival.
  private static let feedTables = """
    CREATE TABLE cursors (feed TEXT NOT NULL PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE owed (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      ecosystem TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, version TEXT,
      attempts INTEGER NOT NULL, not_before INTEGER NOT NULL, reason TEXT,
      UNIQUE (ecosystem, name, kind)
    );
    CREATE INDEX owed_by_turn ON owed (ecosystem, not_before, sequence);
    """

  /// Lanes of owed work, what is to be looked at again and when, PyPI's journal as it was read, and
  /// the names an unfinished comparison has seen so far.
  private static let laneTables = """
    ALTER TABLE owed ADD COLUMN lane INTEGER NOT NULL DEFAULT 2;
    DROP INDEX owed_by_turn;
    CREATE INDEX owed_by_turn ON owed (ecosystem, lane, not_before, sequence);
    CREATE TABLE revisits (
      ecosystem TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, due_at INTEGER NOT NULL,
      version TEXT,
      PRIMARY KEY (ecosystem, name, kind, due_at)
    ) WITHOUT ROWID;
    CREATE INDEX revisits_by_time ON revisits (ecosystem, due_at);
    CREATE TABLE journal (
      serial INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, version TEXT,
      at INTEGER NOT NULL, action TEXT NOT NULL
    );
    CREATE INDEX journal_by_package ON journal (key, serial);
    CREATE TABLE listed (
      ecosystem TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (ecosystem, name)
    ) WITHOUT ROWID;
    """

  private static let labelTables = """
    CREATE TABLE claims (
      ecosystem TEXT NOT NULL, key TEXT NOT NULL, report TEXT NOT NULL, source TEXT NOT NULL,
      kind TEXT NOT NULL, versions TEXT, published_at INTEGER, modified_at INTEGER,
      withdrawn_at INTEGER, campaign TEXT NOT NULL, batch TEXT NOT NULL,
      PRIMARY KEY (ecosystem, key, report, source)
    ) WITHOUT ROWID;
    CREATE INDEX claims_by_batch ON claims (batch);
    CREATE TABLE base_rates (
      ecosystem TEXT NOT NULL, population TEXT NOT NULL, unit TEXT NOT NULL, source TEXT NOT NULL,
      as_of INTEGER NOT NULL, low REAL NOT NULL, mid REAL NOT NULL, high REAL NOT NULL,
      malicious INTEGER, reviewed INTEGER,
      PRIMARY KEY (ecosystem, population, unit, source, as_of)
    ) WITHOUT ROWID;
    """

  private static let labelColumns = """
    ALTER TABLE claims ADD COLUMN contradicts_itself INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE base_rates ADD COLUMN method TEXT NOT NULL DEFAULT 'elicited';
    UPDATE base_rates SET method = 'window' WHERE reviewed IS NOT NULL;
    """

  private static let runTables = """
    CREATE TABLE runs (
      id TEXT NOT NULL PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER,
      status TEXT NOT NULL, detail TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE rejections (
      run TEXT NOT NULL, ecosystem TEXT NOT NULL, key TEXT NOT NULL, stage TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (run, stage, ecosystem, key, reason)
    ) WITHOUT ROWID;
    """
}
