-- The triggers of V8 let archived rows go by themselves: see InsertOnly.
create trigger audit_archive_stays before update, delete on audit_archive for each row
  call 'io.shangda.hub.audit.InsertOnly';
