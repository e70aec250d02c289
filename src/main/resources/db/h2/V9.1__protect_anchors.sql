create trigger audit_anchor_stays before update, delete on audit_anchor for each row
  call 'io.shangda.hub.audit.InsertOnly';
