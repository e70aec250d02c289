merge into audit_leaf l
using (select leaf, min(id) as first_event, max(id) as last_event from audit_event group by leaf) e on (e.leaf = l.id)
when matched then update set l.first_event = e.first_event, l.last_event = e.last_event;

-- Evidence is only ever added. TRUNCATE calls no trigger here; what it took away is missed by the seals.
create trigger audit_event_stays before update, delete on audit_event for each row
  call 'io.shangda.hub.audit.InsertOnly';
create trigger audit_leaf_stays before update, delete on audit_leaf for each row
  call 'io.shangda.hub.audit.InsertOnly';
create trigger audit_seal_stays before update, delete on audit_seal for each row
  call 'io.shangda.hub.audit.InsertOnly';
create trigger audit_seal_leaf_stays before update, delete on audit_seal_leaf for each row
  call 'io.shangda.hub.audit.InsertOnly';
create trigger audit_key_stays before update, delete on audit_key for each row
  call 'io.shangda.hub.audit.InsertOnly';
