-- A receipt may have 400 characters; what is said of it in a difference has a word before it.
alter table difference alter column here set data type varchar(500);
alter table difference alter column there set data type varchar(500);
