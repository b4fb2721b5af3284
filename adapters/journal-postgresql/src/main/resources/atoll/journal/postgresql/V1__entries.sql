-- The journal's entries. Names compare byte by byte, whatever the database's language.
create table entry (
  collection text collate "C" not null,
  key text collate "C" not null,
  value bytea not null,
  version bigint not null,
  primary key (collection, key)
);

-- Values are kept as they come; most are too small or too random to compress.
alter table entry alter column value set storage external;

create sequence entry_version as bigint;
