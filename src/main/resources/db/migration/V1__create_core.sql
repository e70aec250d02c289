-- One file for H2 and PostgreSQL; what they spell differently is a placeholder: bytes, text, room.
-- Ids come from number blocks (a sequence step is a block of 1,000), so a page is inserted without asking back.

create sequence hub_number increment by 1000;

create table hub_epoch (          -- raised by a restore from backup; first half of Record-Version
  epoch       bigint not null,
  since_at    timestamp with time zone not null default current_timestamp
);
insert into hub_epoch (epoch) values (1);

create table configuration (
  version     bigint primary key,
  hash        varchar(140) not null,
  content     ${bytes} not null,  -- zip of config/ as applied
  applied_at  timestamp with time zone not null default current_timestamp,
  applied_by  varchar(100) not null
);

create table source_state (
  source        varchar(64) primary key,
  cursor_text   varchar(8000),
  due_at        timestamp with time zone not null default current_timestamp, -- while leased: the end of the lease
  token         bigint not null default 0,
  node          varchar(100),
  paused        boolean not null default false,
  pause_reason  varchar(1000),
  failures      int not null default 0,
  last_error    varchar(2000),
  last_run      bigint,
  last_end_at   timestamp with time zone,
  last_good_at  timestamp with time zone
);

create table target_state (
  target         varchar(64) primary key,
  paused         boolean not null default false,
  pause_reason   varchar(1000),
  breaker        varchar(10) not null default 'closed',   -- closed, open, half
  breaker_until  timestamp with time zone,
  faults         int not null default 0,                  -- faults of the whole target in a row
  refusals       int not null default 0,                  -- refusals in a row
  wait_until     timestamp with time zone,                -- Retry-After
  probe          boolean not null default false,          -- one batch may go out although paused
  next_send_at   timestamp with time zone not null default current_timestamp,
  accepted_at    timestamp with time zone,
  alerted        boolean not null default false,
  last_error     varchar(2000)
);

create table pull_run (
  id          bigint primary key,
  source      varchar(64) not null,
  kind        varchar(12) not null,                       -- pull, reprocess, absence
  state       varchar(10) not null,                       -- running, complete, failed
  config      bigint not null,
  pages       int not null default 0,
  pulled      bigint not null default 0,
  unreadable  bigint not null default 0,
  unchanged   bigint not null default 0,
  rejected    bigint not null default 0,
  held        bigint not null default 0,
  planned     bigint not null default 0,
  started_at  timestamp with time zone not null default current_timestamp,
  ended_at    timestamp with time zone,
  error       varchar(2000)
);
create index pull_run_source on pull_run (source, id);

create table pull_run_target (    -- what a run planned for each target, counted apart from the deliveries
  run      bigint not null,
  target   varchar(64) not null,
  planned  bigint not null,
  primary key (run, target)
);

create table raw_content (
  hash         varchar(140) primary key,                  -- of the bytes as received
  body         ${bytes} not null,                         -- deflated
  length       bigint not null,
  media_type   varchar(200) not null,
  place        varchar(1000) not null,
  source       varchar(64) not null,
  received_at  timestamp with time zone not null,
  redacted_at  timestamp with time zone                   -- purged in part: the hash no longer recomputes
);

create table record (
  id            bigint primary key,
  source        varchar(64) not null,
  type          varchar(64) not null,
  source_key    varchar(400) not null,
  parent        bigint,
  version       int not null,                             -- newest; 0: only referred to by a child so far
  versions      int not null,                             -- how many there are, older arrivals included
  version_time  timestamp with time zone,
  source_hash   varchar(140),
  state         varchar(10) not null,                     -- of the newest version
  config        bigint not null,
  search        varchar(1000) not null default '',
  constraint record_identity unique (source, type, source_key)
);

create table record_version (
  record        bigint not null,
  version       int not null,
  run           bigint not null,
  state         varchar(10) not null,                     -- planned, rejected, held, refused, superseded, purged
  deleted       boolean not null,
  version_time  timestamp with time zone,
  arrived_at    timestamp with time zone not null,
  source_hash   varchar(140) not null,
  raw_hash      varchar(140) not null,
  raw_place     varchar(200) not null,
  payload       ${text},
  payload_hash  varchar(140),
  mapping       varchar(200) not null,
  config        bigint not null,
  primary key (record, version)
);

create table batch (
  id            bigint primary key,
  target        varchar(64) not null,
  due_at        timestamp with time zone not null,        -- while leased: the end of the lease
  token         bigint not null default 0,
  attempt       int not null default 0,
  failures      int not null default 0,                   -- definite failures that count against the limit
  failed_at     timestamp with time zone,
  sending       boolean not null default false,           -- claimed and not yet settled
  reached       boolean not null default false,           -- an earlier attempt may have reached the target
  records       int not null,
  request       int not null,                             -- deliveries in one request
  config        bigint not null,
  node          varchar(100),
  last_error    varchar(2000)
);
create index batch_due on batch (target, due_at, id);

create table delivery (
  id           bigint primary key,
  record       bigint not null,
  version      int not null,
  target       varchar(64) not null,
  run          bigint not null,
  batch        bigint,
  operation    varchar(10),
  target_key   varchar(200),
  repair       int not null default 0,
  state        varchar(12) not null,      -- waiting, batched, delivered, superseded, dead, closed, withdrawn
  verdict      varchar(10) not null default 'none',
  refused      boolean not null default false,            -- dead by the target's own refusal
  receipt      varchar(400),
  message      varchar(2000),
  settled_at   timestamp with time zone,
  payload      ${text}                                    -- only if it is the target's own
) ${room};                        -- room in the page for the one update: `state` is in no index, so it stays a HOT update
create index delivery_batch on delivery (batch);
create index delivery_record on delivery (record, target);

create table delivery_wait (      -- waiting deliveries only, so that a backlog costs the good path nothing
  delivery     bigint primary key,
  record       bigint not null,
  version      int not null,
  target       varchar(64) not null,
  parent       bigint,
  since_at     timestamp with time zone not null default current_timestamp
);
create index delivery_wait_record on delivery_wait (record, target);
create index delivery_wait_parent on delivery_wait (parent, target);

create table finding (
  id           bigint primary key,
  record       bigint,                                    -- none for an unreadable
  version      int not null default 0,
  run          bigint not null,
  source       varchar(64) not null,
  type         varchar(64) not null default '',
  severity     varchar(12) not null,                      -- reject, hold, warn, unreadable
  rule         varchar(100) not null,
  field        varchar(400) not null,
  shown        varchar(400) not null,                     -- the value, masked and cut
  value_hash   varchar(140) not null,
  raw_hash     varchar(140) not null,
  raw_place    varchar(200) not null,
  zh           varchar(1000) not null,
  en           varchar(1000) not null,
  resolution   varchar(12) not null default 'open',       -- open, released, refused, cleared, superseded, mended
  resolved_by  varchar(200),
  resolved_at  timestamp with time zone,
  reason       varchar(1000),
  created_at   timestamp with time zone not null default current_timestamp
);
create index finding_record on finding (record, version);
create index finding_open on finding (severity, resolution, rule);

create table audit_event (
  id         bigint primary key,
  leaf       bigint not null,
  at         timestamp with time zone not null,
  record     bigint,
  event      varchar(40) not null,
  source     varchar(64) not null default '',
  target     varchar(64) not null default '',
  content    ${text} not null                             -- canonical JSON; what the leaf's hash is made of
);
create index audit_event_record on audit_event (record);

create table audit_leaf (
  id        bigint primary key,
  at        timestamp with time zone not null,
  events    int not null,
  root      varchar(140) not null
);

create table hub_user (
  name        varchar(100) primary key,
  password    varchar(300) not null,
  roles       varchar(200) not null,
  active      boolean not null default true,
  created_at  timestamp with time zone not null default current_timestamp
);
