import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS } from './migrations.ts';
import { openState } from './open-state.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tallyfoil-state-')), 'deep', 'state.sqlite');

const V1 = 'CREATE TABLE things (name TEXT NOT NULL) STRICT';
const V2 = "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7; INSERT INTO things (name) VALUES ('two')";

test('committed rows are there after a reopen, and a new version is applied once', () => {
  const file = newFile();
  const first = openState(file, [V1]);
  expect(first.run('INSERT INTO things (name) VALUES (?)', 'one')).toBe(1);
  first.close();
  for (let again = 0; again < 2; again++) {
    const second = openState(file, [V1, V2]);
    expect(second.all('SELECT name, size FROM things ORDER BY name')).toEqual([
      { name: 'one', size: 7 },
      { name: 'two', size: 7 },
    ]);
    second.close();
  }
});

test('a transaction is all or nothing', () => {
  const state = openState(newFile(), [V1]);
  const fail = () =>
    state.transaction(() => {
      state.run("INSERT INTO things (name) VALUES ('a')");
      throw new Error('no');
    });
  expect(fail).toThrow('no');
  expect(() => state.run('INSERT INTO things (name) VALUES (?)', null)).toThrow('NOT NULL');
  expect(state.transaction(() => state.run("INSERT INTO things (name) VALUES ('b')"))).toBe(1);
  expect(state.all('SELECT name FROM things')).toEqual([{ name: 'b' }]);
  state.close();
});

test('a version that fails half-way leaves the file unchanged', () => {
  const file = newFile();
  openState(file, [V1]).close();
  expect(() => openState(file, [V1, `${V2}; INSERT INTO nothing VALUES (1)`])).toThrow('nothing');
  const state = openState(file, [V1, V2]);
  expect(state.all('SELECT name FROM things')).toEqual([{ name: 'two' }]);
  state.close();
});

test('a file of a newer build, a file that is not a state, and a file in use are refused with their name', () => {
  const file = newFile();
  openState(file, [V1, V2]).close();
  expect(() => openState(file, [V1])).toThrow(expect.objectContaining({ code: 'TF_STATE_TOO_NEW' }));
  const open = openState(file, [V1, V2]);
  open.run("INSERT INTO things (name) VALUES ('x')");
  expect(() => openState(file, [V1, V2])).toThrow(expect.objectContaining({ code: 'TF_STATE_UNUSABLE' }));
  open.close();
  const text = join(mkdtempSync(join(tmpdir(), 'tallyfoil-state-')), 'state.sqlite');
  writeFileSync(text, 'this is no database, and long enough to be taken for one by its size: '.repeat(20));
  expect(() => openState(text, [V1])).toThrow(expect.objectContaining({ code: 'TF_STATE_UNUSABLE' }));
});

test('a folder that can not be made is named', () => {
  const file = newFile();
  openState(file, [V1]).close();
  expect(() => openState(join(file, 'state.sqlite'), [V1])).toThrow(expect.objectContaining({ code: 'TF_STATE_UNUSABLE' }));
});

test('the schema of this build opens with its write-ahead log', () => {
  const file = newFile();
  const state = openState(file);
  expect(state.all('PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length }]);
  expect(state.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(state.all('PRAGMA synchronous')).toEqual([{ synchronous: 1 }]);
  state.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
