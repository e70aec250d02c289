update audit_leaf l set first_event = e.first_event, last_event = e.last_event
from (select leaf, min(id) as first_event, max(id) as last_event from audit_event group by leaf) e
where e.leaf = l.id;

-- Evidence is only ever added. The owner of the database can switch this off; then the seals show what was changed.
create function refuse_to_change_evidence() returns trigger language plpgsql as $$
begin
  raise exception '% is evidence: rows are added, never changed or deleted', tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_event_stays before update or delete or truncate on audit_event
  for each statement execute function refuse_to_change_evidence();
create trigger audit_leaf_stays before update or delete or truncate on audit_leaf
  for each statement execute function refuse_to_change_evidence();
create trigger audit_seal_stays before update or delete or truncate on audit_seal
  for each statement execute function refuse_to_change_evidence();
create trigger audit_seal_leaf_stays before update or delete or truncate on audit_seal_leaf
  for each statement execute function refuse_to_change_evidence();
create trigger audit_key_stays before update or delete or truncate on audit_key
  for each statement execute function refuse_to_change_evidence();
