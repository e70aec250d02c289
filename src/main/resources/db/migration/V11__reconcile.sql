-- What a target says that it has, compared with what it accepted.

create table reconcile_state (
  target   varchar(64) primary key,
  due_at   timestamp with time zone not null default current_timestamp, -- while it is compared: the end of the lease
  token    bigint not null default 0,
  busy    boolean not null default false                 -- it is under way
);

create table reconciliation (
  id           bigint primary key,
  target       varchar(64) not null,
  state        varchar(10) not null,                      -- running, complete, failed
  kind         varchar(10) not null,                      -- digest, list, receipts
  person       varchar(200),                              -- who busy for it; null: the schedule
  started_at   timestamp with time zone not null default current_timestamp,
  ended_at     timestamp with time zone,
  records      bigint not null default 0,                 -- the target should have
  days         int not null default 0,                    -- that differ, and so were compared record by record
  differences  int not null default 0,                    -- that it found
  error        varchar(2000)
);
create index reconciliation_target on reconciliation (target, id);

create table difference (
  id              bigint primary key,
  reconciliation  bigint not null,                        -- that found it last
  target          varchar(64) not null,
  kind            varchar(10) not null,                   -- missing there, unknown here, different
  record          bigint,                                 -- null if nothing here has this key
  type            varchar(64) not null default '',
  name            varchar(900) not null,                  -- source/key, or the target's own key
  version         int,
  here            varchar(200),                           -- version and content hash, as the target should have it
  there           varchar(200),                           -- as it has it
  state           varchar(10) not null default 'open',    -- open, resent, left, gone (a later comparison found none)
  resolved_by     varchar(200),
  reason          varchar(1000),
  resolved_at     timestamp with time zone,
  found_at        timestamp with time zone not null default current_timestamp
);
create index difference_target on difference (target, state, id);
