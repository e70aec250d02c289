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

-- By statement, never by row. Whatever it looks up is found by its key: a plan made while the tables were small is kept.
create function tally_deliveries() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if tg_op = 'INSERT' then
    insert into tally_change (part, source, name, state, n)
    select 'delivery', r.source, c.target, c.state, c.n
      from (select run, target, state, count(*) as n from new_rows group by run, target, state) c
      join pull_run r on r.id = c.run;
  elsif tg_op = 'DELETE' then
    insert into tally_change (part, source, name, state, n)
    select 'delivery', r.source, c.target, c.state, -c.n
      from (select run, target, state, count(*) as n from old_rows group by run, target, state) c
      join pull_run r on r.id = c.run;
  else
    insert into tally_change (part, source, name, state, n)
    select 'delivery', r.source, c.target, c.state, c.n
      from (select run, target, state, sum(n) as n
        from (select run, target, state, 1 as n from new_rows union all select run, target, state, -1 from old_rows) m
        group by run, target, state having sum(n) <> 0) c
      join pull_run r on r.id = c.run;
  end if;
  return null;
end
$$;
create trigger delivery_is_tallied after insert on delivery referencing new table as new_rows
  for each statement execute function tally_deliveries();
create trigger delivery_change_is_tallied after update on delivery referencing old table as old_rows new table as new_rows
  for each statement execute function tally_deliveries();
create trigger delivery_end_is_tallied after delete on delivery referencing old table as old_rows
  for each statement execute function tally_deliveries();

create function tally_versions() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if tg_op = 'INSERT' then
    insert into tally_change (part, source, name, state, n)
    select 'version', r.source, r.type, v.state, count(*)
      from new_rows v join record r on r.id = v.record group by r.source, r.type, v.state;
  else
    insert into tally_change (part, source, name, state, n)
    select 'version', r.source, r.type, c.state, sum(c.n)
      from (select record, state, sum(n) as n
        from (select record, state, 1 as n from new_rows union all select record, state, -1 from old_rows) m
        group by record, state having sum(n) <> 0) c
      join record r on r.id = c.record group by r.source, r.type, c.state;
  end if;
  return null;
end
$$;
create trigger record_version_is_tallied after insert on record_version referencing new table as new_rows
  for each statement execute function tally_versions();
create trigger record_version_change_is_tallied after update on record_version
  referencing old table as old_rows new table as new_rows for each statement execute function tally_versions();

-- A run is one row of a few words, changed once a page.
create function tally_run() returns trigger language plpgsql as $$
declare
  pulled bigint := new.pulled; unreadable bigint := new.unreadable; unchanged bigint := new.unchanged;
  rejected bigint := new.rejected; held bigint := new.held; planned bigint := new.planned;
begin
  if tg_op = 'UPDATE' then
    pulled := pulled - old.pulled; unreadable := unreadable - old.unreadable; unchanged := unchanged - old.unchanged;
    rejected := rejected - old.rejected; held := held - old.held; planned := planned - old.planned;
  end if;
  insert into tally_change (part, source, name, state, n)
  select 'run', new.source, '', c.state, c.n
    from (values ('pulled', pulled), ('unreadable', unreadable), ('unchanged', unchanged), ('rejected', rejected),
      ('held', held), ('planned', planned)) c (state, n) where c.n <> 0;
  return null;
end
$$;
create trigger pull_run_is_tallied after insert or update on pull_run for each row execute function tally_run();

create function tally_plan() returns trigger language plpgsql as $$
declare
  n bigint := new.planned;
begin
  if tg_op = 'UPDATE' then
    n := n - old.planned;
  end if;
  if n <> 0 then
    insert into tally_change (part, source, name, state, n)
    select 'plan', source, new.target, '', n from pull_run where id = new.run;
  end if;
  return null;
end
$$;
create trigger pull_run_target_is_tallied after insert or update on pull_run_target for each row
  execute function tally_plan();

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

-- The deliveries of one run lie close together; such an index costs an insert nothing.
create index delivery_run on delivery using brin (run) with (pages_per_range = 16, autosummarize = on);
