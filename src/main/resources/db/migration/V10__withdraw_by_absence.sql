-- Records a source no longer lists. A list is kept from one complete run to the next; what one lacks that the one before
-- had is missing, and withdrawn when its grace is over.

create table snapshot (           -- a source's list of one type, as one run showed it
  id       bigint primary key,
  source   varchar(64) not null,
  type     varchar(64) not null,
  run      bigint not null,
  state    varchar(10) not null,                          -- reading; newest: the last complete one
  records  bigint not null default 0
);
create index snapshot_source on snapshot (source, type);

create table snapshot_seen (      -- who is in it; twice, if a run showed it twice
  snapshot  bigint not null,
  record    bigint not null
);
create index snapshot_seen_record on snapshot_seen (snapshot, record);

create table absence (
  record        bigint primary key,
  source        varchar(64) not null,
  type          varchar(64) not null,
  state         varchar(10) not null,                     -- missing, due (its grace is over), released, withdrawn
  snapshots     int not null default 0,                   -- complete lists in a row that lack it
  since_at      timestamp with time zone not null,        -- of the first of them
  doubtful      boolean not null default false,           -- one of them had nothing that was there before: a person decides
  released_by   varchar(200),                             -- hub, or the person who let it go
  reason        varchar(1000),
  run           bigint,                                   -- that withdrew it
  version       int,                                      -- the record's, by which it is withdrawn
  withdrawn_at  timestamp with time zone
);
create index absence_source on absence (source, state, record);

create table absence_state (      -- how a source's withdrawals stand
  source        varchar(64) primary key,
  state         varchar(10) not null default 'free',      -- free; asks: some wait for a person; brake: all do
  why           varchar(2000),
  since_at      timestamp with time zone,
  complete_at   timestamp with time zone,                 -- the last run that read the whole list
  complete_run  bigint,
  partial       varchar(2000),                            -- why the last run's list does not count; null if it does
  partial_at    timestamp with time zone
);

create table absence_run (        -- what went, for the brake
  run       bigint not null,
  type      varchar(64) not null,
  source    varchar(64) not null,
  records   int not null,
  by_hub    boolean not null,
  at        timestamp with time zone not null default current_timestamp,
  primary key (run, type)
);
create index absence_run_source on absence_run (source, type);
