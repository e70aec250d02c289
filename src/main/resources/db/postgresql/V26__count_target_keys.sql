-- counts targets' own keys and nothing else; beyond the numbers that earlier keys were made of
create sequence hub_serial increment by 50;
select setval('hub_serial', (select coalesce(max(id), 0) + 1 from record), false);
