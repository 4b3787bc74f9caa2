-- Searches by parts of texts. What is searched is folded text (lower case by one set of rules for both databases, see
-- Storage/SearchText.cs), beside the text as it was given.

alter table partners add column id_folded text;
alter table partners add column name_folded text;
alter table customers add column key_folded text;

/*sqlite:
update partners set id_folded = byway_folded(id),
    name_folded = case when name is null and surname is null then null
        else byway_folded(coalesce(name, '') || ' ' || coalesce(surname, '')) end;
update customers set key_folded = byway_folded(key);
*/
/*postgres:
update partners set id_folded = lower(id),
    name_folded = case when name is null and surname is null then null
        else lower(coalesce(name, '') || ' ' || coalesce(surname, '')) end;
update customers set key_folded = lower(key);
*/

-- Those whom somebody referred, where few are: a list of them would read past all the rest. For the others SQLite has
-- customers_by_referrer; PostgreSQL takes how many there are in all programs for how many there are in this one, and
-- has an index of its own for them.
create index customers_referred on customers (program_id, number)
where referred_by is not null and deleted_at is null;
/*postgres:
create index customers_not_referred on customers (program_id, number)
where referred_by is null and deleted_at is null;
*/
/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values ('customers', 'customers_referred', '1000000 1000000 1');
*/

-- SQLite: full-text indexes of three-letter pieces, without the texts themselves. A row's number in them is its
-- program times 2^40 plus its number; programs that a check makes and removes again have negative numbers and are left
-- out. Triggers keep them, and they alone know what to take out again: the old text. Taken out is taken out
-- (secure-delete), so an erased text leaves no pieces behind. PostgreSQL has indexes of such pieces on the columns
-- themselves, made at the start because the extension they need may be missing (Storage/PostgresSearch.cs).
/*sqlite:
create virtual table partners_search using fts5 (
    s_email_folded, s_id_folded, s_name_folded, content='', columnsize=0, tokenize="trigram case_sensitive 1"
);
create virtual table customers_search using fts5 (
    s_email_folded, s_key_folded, content='', columnsize=0, tokenize="trigram case_sensitive 1"
);
create virtual table subscribers_search using fts5 (
    s_email_folded, s_id_folded, s_name_folded, content='', columnsize=0, tokenize="trigram case_sensitive 1"
);
create virtual table referral_keys_search using fts5 (
    s_folded, content='', columnsize=0, tokenize="trigram case_sensitive 1"
);
insert into partners_search (partners_search, rank) values ('secure-delete', 1);
insert into customers_search (customers_search, rank) values ('secure-delete', 1);
insert into subscribers_search (subscribers_search, rank) values ('secure-delete', 1);
insert into referral_keys_search (referral_keys_search, rank) values ('secure-delete', 1);

insert into partners_search (rowid, s_email_folded, s_id_folded, s_name_folded)
    select program_id * 1099511627776 + number, email_folded, id_folded, name_folded
    from partners where deleted_at is null and program_id > 0 order by program_id, number;
insert into customers_search (rowid, s_email_folded, s_key_folded)
    select program_id * 1099511627776 + number, email_folded, key_folded
    from customers where deleted_at is null and program_id > 0 order by program_id, number;
insert into referral_keys_search (rowid, s_folded)
    select program_id * 1099511627776 + owner, group_concat(folded, char(10) order by key)
    from referral_keys where role <> 'id' and program_id > 0 group by program_id, owner;

create trigger partners_search_added after insert on partners
when new.deleted_at is null and new.program_id > 0
begin
    insert into partners_search (rowid, s_email_folded, s_id_folded, s_name_folded)
    values (new.program_id * 1099511627776 + new.number, new.email_folded, new.id_folded, new.name_folded);
end;
create trigger partners_search_changed
after update of email_folded, id_folded, name_folded, deleted_at on partners
when new.program_id > 0 and (
    new.email_folded is not old.email_folded or new.id_folded is not old.id_folded
    or new.name_folded is not old.name_folded or (new.deleted_at is null) is not (old.deleted_at is null)
)
begin
    insert into partners_search (partners_search, rowid, s_email_folded, s_id_folded, s_name_folded)
    select 'delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.id_folded, old.name_folded
    where old.deleted_at is null;
    insert into partners_search (rowid, s_email_folded, s_id_folded, s_name_folded)
    select new.program_id * 1099511627776 + new.number, new.email_folded, new.id_folded, new.name_folded
    where new.deleted_at is null;
end;
create trigger partners_search_removed after delete on partners
when old.deleted_at is null and old.program_id > 0
begin
    insert into partners_search (partners_search, rowid, s_email_folded, s_id_folded, s_name_folded)
    values ('delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.id_folded, old.name_folded);
end;

create trigger customers_search_added after insert on customers
when new.deleted_at is null and new.program_id > 0
begin
    insert into customers_search (rowid, s_email_folded, s_key_folded)
    values (new.program_id * 1099511627776 + new.number, new.email_folded, new.key_folded);
end;
create trigger customers_search_changed after update of email_folded, key_folded, deleted_at on customers
when new.program_id > 0 and (
    new.email_folded is not old.email_folded or new.key_folded is not old.key_folded
    or (new.deleted_at is null) is not (old.deleted_at is null)
)
begin
    insert into customers_search (customers_search, rowid, s_email_folded, s_key_folded)
    select 'delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.key_folded
    where old.deleted_at is null;
    insert into customers_search (rowid, s_email_folded, s_key_folded)
    select new.program_id * 1099511627776 + new.number, new.email_folded, new.key_folded
    where new.deleted_at is null;
end;
create trigger customers_search_removed after delete on customers
when old.deleted_at is null and old.program_id > 0
begin
    insert into customers_search (customers_search, rowid, s_email_folded, s_key_folded)
    values ('delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.key_folded);
end;

create trigger subscribers_search_added after insert on subscribers
when new.deleted_at is null and new.program_id > 0
begin
    insert into subscribers_search (rowid, s_email_folded, s_id_folded, s_name_folded)
    values (new.program_id * 1099511627776 + new.number, new.email_folded, new.id_folded, new.name_folded);
end;
create trigger subscribers_search_changed
after update of email_folded, id_folded, name_folded, deleted_at on subscribers
when new.program_id > 0 and (
    new.email_folded is not old.email_folded or new.id_folded is not old.id_folded
    or new.name_folded is not old.name_folded or (new.deleted_at is null) is not (old.deleted_at is null)
)
begin
    insert into subscribers_search (subscribers_search, rowid, s_email_folded, s_id_folded, s_name_folded)
    select 'delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.id_folded, old.name_folded
    where old.deleted_at is null;
    insert into subscribers_search (rowid, s_email_folded, s_id_folded, s_name_folded)
    select new.program_id * 1099511627776 + new.number, new.email_folded, new.id_folded, new.name_folded
    where new.deleted_at is null;
end;
create trigger subscribers_search_removed after delete on subscribers
when old.deleted_at is null and old.program_id > 0
begin
    insert into subscribers_search (subscribers_search, rowid, s_email_folded, s_id_folded, s_name_folded)
    values ('delete', old.program_id * 1099511627776 + old.number, old.email_folded, old.id_folded, old.name_folded);
end;

create trigger referral_keys_search_added after insert on referral_keys
when new.role <> 'id' and new.program_id > 0
begin
    insert into referral_keys_search (referral_keys_search, rowid, s_folded)
    select 'delete', new.program_id * 1099511627776 + new.owner, group_concat(folded, char(10) order by key)
    from referral_keys
    where program_id = new.program_id and owner = new.owner and role <> 'id' and key <> new.key
    having count(*) > 0;
    insert into referral_keys_search (rowid, s_folded)
    select new.program_id * 1099511627776 + new.owner, group_concat(folded, char(10) order by key)
    from referral_keys
    where program_id = new.program_id and owner = new.owner and role <> 'id';
end;
create trigger referral_keys_search_changed after update of folded, role on referral_keys
when new.program_id > 0 and (new.folded <> old.folded or (new.role = 'id') <> (old.role = 'id'))
begin
    insert into referral_keys_search (referral_keys_search, rowid, s_folded)
    select 'delete', new.program_id * 1099511627776 + new.owner, group_concat(folded, char(10) order by key)
    from (
        select key, folded from referral_keys
        where program_id = new.program_id and owner = new.owner and role <> 'id' and key <> new.key
        union all
        select old.key, old.folded where old.role <> 'id'
    )
    having count(*) > 0;
    insert into referral_keys_search (rowid, s_folded)
    select new.program_id * 1099511627776 + new.owner, group_concat(folded, char(10) order by key)
    from referral_keys
    where program_id = new.program_id and owner = new.owner and role <> 'id'
    having count(*) > 0;
end;
create trigger referral_keys_search_removed after delete on referral_keys
when old.role <> 'id' and old.program_id > 0
begin
    insert into referral_keys_search (referral_keys_search, rowid, s_folded)
    select 'delete', old.program_id * 1099511627776 + old.owner, group_concat(folded, char(10) order by key)
    from (
        select key, folded from referral_keys
        where program_id = old.program_id and owner = old.owner and role <> 'id'
        union all
        select old.key, old.folded
    );
    insert into referral_keys_search (rowid, s_folded)
    select old.program_id * 1099511627776 + old.owner, group_concat(folded, char(10) order by key)
    from referral_keys
    where program_id = old.program_id and owner = old.owner and role <> 'id'
    having count(*) > 0;
end;
*/
