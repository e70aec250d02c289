create trigger audit_anchor_stays before update or delete or truncate on audit_anchor
  for each statement execute function refuse_to_change_evidence();
