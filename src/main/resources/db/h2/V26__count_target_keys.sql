-- counts targets' own keys and nothing else; beyond the numbers that earlier keys were made of
create sequence hub_serial increment by 50;
alter sequence hub_serial restart with (select coalesce(max(id), 0) + 1 from record);
