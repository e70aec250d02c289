-- What a target asked for in an answer, by record type: a rate, a pause, a stop. No row, no cost: a claim looks at the
-- batches of a target that has none as ever.

create table type_command (
  target        varchar(64) not null,
  type          varchar(64) not null,
  rate          double precision,                         -- requests a second; null: as configured
  rate_until    timestamp with time zone,                 -- null: until a person lifts it, or another rate
  held          varchar(5),                               -- pause, stop; null: it is sent
  held_until    timestamp with time zone,                 -- of a pause
  why           varchar(500) not null default '',         -- the target's own words
  since_at      timestamp with time zone not null default current_timestamp,
  lifted_at     timestamp with time zone,                 -- when the last of it ended
  next_send_at  timestamp with time zone not null default current_timestamp, -- the next slot of its rate
  primary key (target, type)
);

create table batch_aside (        -- batches of such a type; their due time is out of every claim's reach meanwhile
  batch   bigint primary key,
  target  varchar(64) not null,
  type    varchar(64) not null
);
create index batch_aside_type on batch_aside (target, type, batch);
