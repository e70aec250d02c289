-- What the ledger and the metrics show, counted as rows change, so that a look costs the same whatever the tables hold. Rows
-- of tally_change are only added, inside the transaction that changes what they count (nobody waits for a counter), and
-- folded into tally by a timer; the count is the sum of both.
create table tally (
  part    varchar(10) not null,     -- run: what was pulled; plan: what was planned for a target; delivery; version
  source  varchar(64) not null,
  name    varchar(64) not null,     -- the target, the record type of a version, or empty
  state   varchar(12) not null,     -- of a delivery or version; of a run the column of pull_run; of a plan empty
  n       bigint not null,
  primary key (part, source, name, state)
);
create table tally_change (
  id      bigint generated always as identity primary key,
  part    varchar(10) not null,
  source  varchar(64) not null,
  name    varchar(64) not null,
  state   varchar(12) not null,
  n       bigint not null
);

create trigger delivery_is_tallied after insert, update, delete on delivery for each row
  call 'io.shangda.hub.store.RowTally';
create trigger record_version_is_tallied after insert, update on record_version for each row
  call 'io.shangda.hub.store.RowTally';
create trigger pull_run_is_tallied after insert, update on pull_run for each row
  call 'io.shangda.hub.store.RowTally';
create trigger pull_run_target_is_tallied after insert, update on pull_run_target for each row
  call 'io.shangda.hub.store.RowTally';

-- what is there, what was pruned of it, and what was rolled up
insert into tally (part, source, name, state, n)
select part, source, name, state, sum(n) from (
  select 'version' as part, r.source, r.type as name, v.state, count(*) as n
    from record_version v join record r on r.id = v.record group by r.source, r.type, v.state
  union all
  select 'run', source, '', 'pulled', sum(pulled) from pull_run group by source
  union all
  select 'run', source, '', 'unreadable', sum(unreadable) from pull_run group by source
  union all
  select 'run', source, '', 'unchanged', sum(unchanged) from pull_run group by source
  union all
  select 'run', source, '', 'rejected', sum(rejected) from pull_run group by source
  union all
  select 'run', source, '', 'held', sum(held) from pull_run group by source
  union all
  select 'run', source, '', 'planned', sum(planned) from pull_run group by source
  union all
  select 'plan', r.source, t.target, '', sum(t.planned)
    from pull_run_target t join pull_run r on r.id = t.run group by r.source, t.target
  union all
  select 'delivery', r.source, d.target, d.state, count(*)
    from delivery d join pull_run r on r.id = d.run group by r.source, d.target, d.state
  union all
  select 'delivery', r.source, p.target, p.state, sum(p.n)
    from pruned_delivery p join pull_run r on r.id = p.run group by r.source, p.target, p.state
  union all
  select case when target = '' then 'run' when part = 'planned' then 'plan' else 'delivery' end, source, target,
      case when target <> '' and part = 'planned' then '' else part end, sum(n)
    from ledger_rollup group by source, target, part
) counted group by part, source, name, state;

create index delivery_run on delivery (run);
