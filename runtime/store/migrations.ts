/** One change of the schema. Released ones are never edited: what changes later is a new one at the end. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

export const migrations: readonly Migration[] = [
  {
    name: 'runs, tasks, attempts, events, outputs',
    sql: `
      create table runs (
        run         text primary key,
        file        text not null,
        dag         text not null,
        target      text not null,
        state       text not null check (state in ('running', 'success', 'failed', 'cancelled', 'interrupted')),
        origin      text not null check (origin in ('cli', 'editor')),
        inputs      text not null,
        date        text not null,
        parallelism integer not null,
        started     text not null,
        ended       text,
        error       text
      ) strict;
      create index runs_by_start on runs (started);
      create index runs_by_dag on runs (file, dag, started);

      create table tasks (
        run         text not null references runs on delete cascade,
        position    integer not null,
        task        text not null,
        declaration text not null,
        engine      text not null,
        upstreams   text not null,
        state       text not null,
        attempts    integer not null default 0,
        started     text,
        ended       text,
        error       text,
        reason      text,
        primary key (run, position)
      ) strict, without rowid;
      create unique index tasks_by_name on tasks (run, task);

      create table attempts (
        run         text not null references runs on delete cascade,
        position    integer not null,
        attempt     integer not null,
        state       text not null,
        started     text not null,
        ended       text,
        seconds     real,
        error       text,
        log         text,
        primary key (run, position, attempt)
      ) strict, without rowid;

      create table outputs (
        run         text not null references runs on delete cascade,
        position    integer not null,
        name        text not null,
        value       text not null,
        primary key (run, position, name)
      ) strict, without rowid;

      create table events (
        run         text not null references runs on delete cascade,
        number      integer not null,
        at          text not null,
        type        text not null,
        body        text not null,
        primary key (run, number)
      ) strict, without rowid;
    `,
  },
  {
    name: 'what it takes to go on with a run after a crash',
    sql: `
      alter table runs add column request text;
      alter table runs add column stopping integer not null default 0 check (stopping in (0, 1));
    `,
  },
  {
    name: 'what tasks do, how long they took, and what was predicted',
    sql: `
      alter table runs add column predicted_seconds real;
      alter table tasks add column work text;
      alter table tasks add column seconds real;
      alter table tasks add column predicted_start real;
      alter table tasks add column predicted_end real;
      create index tasks_by_work on tasks (work, run desc, seconds) where state = 'success' and work is not null;
    `,
  },
  {
    name: 'fingerprints, results to reuse, resumed runs',
    sql: `
      alter table runs add column resumed text;
      alter table runs add column asked text;
      alter table tasks add column fingerprint text;
      alter table tasks add column reused text;

      create table results (
        file        text not null,
        dag         text not null,
        target      text not null,
        task        text not null,
        fingerprint text not null,
        run         text not null references runs on delete cascade,
        position    integer not null,
        ended       text not null,
        parts       text not null,
        tables      text not null,
        primary key (file, dag, target, task, fingerprint)
      ) strict, without rowid;
      create index results_by_run on results (run);
    `,
  },
  {
    name: 'whether the logs of a run are kept',
    sql: `alter table runs add column logs_kept integer not null default 1 check (logs_kept in (0, 1))`,
  },
  {
    name: 'scripts',
    sql: `
      create table scripts (
        name    text primary key,
        text    text not null,
        changed text not null
      ) strict, without rowid;
    `,
  },
  {
    name: 'why a task runs again',
    sql: `alter table tasks add column rerun_reason text`,
  },
]
