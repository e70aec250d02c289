-- Evidence is sealed: leaves are chained, counted and signed. What is hashed stands here as text, as it was hashed.

alter table audit_leaf add column first_event bigint not null default 0;  -- range of its events' ids, so that the
alter table audit_leaf add column last_event bigint not null default 0;   -- key of audit_event finds them
alter table audit_leaf add column marks ${text} not null default '';      -- begin of each event's hash: which one changed

create table audit_unsealed (     -- what no seal holds yet; a queue, because commit order is not the order of numbers
  leaf         bigint primary key
);
insert into audit_unsealed (leaf) select id from audit_leaf;

create table audit_key (          -- public halves of the keys that seal
  id           varchar(140) primary key,                  -- hash of public_key
  algorithm    varchar(40) not null,
  public_key   varchar(4000) not null,                    -- SubjectPublicKeyInfo, Base64
  leaf         bigint not null,                           -- of the event that entered it
  at           timestamp with time zone not null
);

create table audit_seal (
  seal         bigint primary key,                        -- 1, 2, 3 … without a gap
  at           timestamp with time zone not null,
  leaves       int not null,
  events       bigint not null,
  marks        ${text} not null,                          -- as of a leaf: which of its leaves changed
  content      ${text} not null,                          -- canonical JSON: what is hashed and signed
  hash         varchar(140) not null,
  signature    varchar(2000) not null                     -- Base64
);

create table audit_seal_leaf (
  leaf         bigint primary key,                        -- no leaf is sealed twice
  seal         bigint not null,
  place        int not null,                              -- in the seal's tree, from 0
  constraint audit_seal_leaf_place unique (seal, place)
);

create table audit_chain (        -- one row, locked by the one node that seals
  seal         bigint not null,                           -- the newest; 0 before the first
  hash         varchar(140) not null
);
insert into audit_chain (seal, hash) values (0, '');
