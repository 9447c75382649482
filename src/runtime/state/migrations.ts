/**
 * The schema of the state, version by version: opening a file runs the versions that it lacks. The statements of a released version never
 * change; `fixtures/` keeps a file of each, which must open for ever. Times are µs UTC.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- A rule as it was requested, and its last notified state.
  CREATE TABLE alert_rules (
    id TEXT PRIMARY KEY,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    told TEXT,
    fired INTEGER NOT NULL DEFAULT 0,
    fired_at INTEGER,
    evaluated INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    last TEXT
  ) STRICT;

  -- One row each time a rule fired; never changed.
  CREATE TABLE alert_firings (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    rule_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_firings_by_rule ON alert_firings (rule_id, seq);

  -- One row for each firing and outlet: what has to be delivered, until it is or is given up.
  CREATE TABLE alert_outbox (
    id TEXT PRIMARY KEY,
    firing_id TEXT NOT NULL,
    outlet TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
    problem TEXT,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX alert_outbox_waiting ON alert_outbox (outlet, attempts, created_at) WHERE state = 'waiting';

  -- What was said about a market and what the market did after.
  CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    instrument TEXT,
    source TEXT NOT NULL,
    expects TEXT CHECK (expects IN ('up', 'down')),
    detail TEXT NOT NULL,
    receipt TEXT,
    mid REAL,
    after TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed'))
  ) STRICT;
  CREATE INDEX ledger_by_time ON ledger (at);
  CREATE INDEX ledger_by_subject ON ledger (subject, at);
  CREATE INDEX ledger_open ON ledger (state) WHERE state = 'open';
  `,
  `
  -- What was given up is counted without reading all that was delivered.
  CREATE INDEX alert_outbox_given_up ON alert_outbox (outlet) WHERE state = 'given_up';
  CREATE INDEX alert_outbox_ended ON alert_outbox (ended_at) WHERE state != 'waiting';
  CREATE INDEX alert_firings_by_time ON alert_firings (at);
  `,
  `
  -- What the data are of that this file is about: one row, written by the first run that owns the file.
  CREATE TABLE state_source (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    source TEXT NOT NULL CHECK (source IN ('live', 'recorded', 'simulated'))
  ) STRICT;

  -- And of each row, as the ledger has it.
  ALTER TABLE alert_firings ADD COLUMN source TEXT;
  UPDATE alert_firings SET source = CASE WHEN json_valid(body) THEN json_extract(body, '$.source') END;
  ALTER TABLE alert_outbox ADD COLUMN source TEXT;
  UPDATE alert_outbox SET source = CASE WHEN json_valid(body) THEN json_extract(body, '$.source') END;
  `,
  `
  -- Markets followed and unfollowed at run time, as differences from the default ones: followed = 1 adds one, 0 leaves one out.
  CREATE TABLE markets (
    venue TEXT NOT NULL,
    symbol TEXT NOT NULL,
    followed INTEGER NOT NULL CHECK (followed IN (0, 1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (venue, symbol)
  ) STRICT;
  `,
  `
  -- A rule may have several conditions and a level of re-arming. The tables are the same, but a build before this version would watch only
  -- the first condition, so it has to refuse the file.
  SELECT 1;
  `,
];
