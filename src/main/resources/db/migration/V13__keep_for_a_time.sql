-- What is kept for a time only (config/retention.yaml): walks over the tables, slice by slice, by whichever node has the
-- row's lock, and what stays of what they took away.

create table retention_walk (
  part           varchar(20) primary key,                 -- raw, payloads, target-payloads, deliveries, runs
  reached        varchar(200) not null default '',        -- key of the last row looked at; empty: from the first one
  due_at         timestamp with time zone not null default current_timestamp,
  removed        bigint not null default 0,               -- since the hub was first started
  round_removed  bigint not null default 0                -- in the round under way
);

create table pruned_delivery (    -- deliveries of a run that are no longer there, by the state they ended in
  run     bigint not null,
  target  varchar(64) not null,
  state   varchar(12) not null,
  n       bigint not null,
  primary key (run, target, state)
);

create table ledger_rollup (      -- what runs counted that are no longer there; never zero
  source  varchar(64) not null,
  target  varchar(64) not null default '',                -- empty: what was pulled
  in_month  date not null,                                -- its first day; of the runs' start, in UTC
  part    varchar(12) not null,                           -- a column of pull_run, or a state of a delivery
  n       bigint not null,
  primary key (source, target, in_month, part)
);

-- A page as received may be emptied; its row, with the hash, stays.
alter table raw_content add column emptied_at timestamp with time zone;

-- What nobody has decided on yet holds its page and its run.
create index finding_raw on finding (raw_hash);
create index finding_run on finding (run);
