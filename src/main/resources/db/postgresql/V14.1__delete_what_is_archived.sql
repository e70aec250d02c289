-- Evidence may be deleted where it is archived: where an archive holds its seal, and the event that says so is sealed.
create function keep_what_is_not_archived() returns trigger language plpgsql as $$
declare
  its_seal bigint;
begin
  if tg_table_name = 'audit_event' then
    select seal into its_seal from audit_seal_leaf where leaf = old.leaf;
  elsif tg_table_name = 'audit_leaf' then
    select seal into its_seal from audit_seal_leaf where leaf = old.id;
  else
    its_seal := old.seal;
  end if;
  if not exists (select 1 from audit_archive a join audit_seal_leaf mark on mark.leaf = a.leaf
      where its_seal between a.first_seal and a.last_seal) then
    raise exception '% is evidence: rows are added, never changed or deleted', tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;

drop trigger audit_event_stays on audit_event;
create trigger audit_event_stays before update or truncate on audit_event
  for each statement execute function refuse_to_change_evidence();
create trigger audit_event_kept before delete on audit_event
  for each row execute function keep_what_is_not_archived();
drop trigger audit_leaf_stays on audit_leaf;
create trigger audit_leaf_stays before update or truncate on audit_leaf
  for each statement execute function refuse_to_change_evidence();
create trigger audit_leaf_kept before delete on audit_leaf
  for each row execute function keep_what_is_not_archived();
drop trigger audit_seal_stays on audit_seal;
create trigger audit_seal_stays before update or truncate on audit_seal
  for each statement execute function refuse_to_change_evidence();
create trigger audit_seal_kept before delete on audit_seal
  for each row execute function keep_what_is_not_archived();
drop trigger audit_seal_leaf_stays on audit_seal_leaf;
create trigger audit_seal_leaf_stays before update or truncate on audit_seal_leaf
  for each statement execute function refuse_to_change_evidence();
create trigger audit_seal_leaf_kept before delete on audit_seal_leaf
  for each row execute function keep_what_is_not_archived();
create trigger audit_archive_stays before update or delete or truncate on audit_archive
  for each statement execute function refuse_to_change_evidence();
