-- What the other side said in each attempt, a line a request or record; taken away with the content. Events hold hashes only.
alter table exchange add column said varchar(8000);
