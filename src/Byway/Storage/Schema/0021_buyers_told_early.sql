-- Whom a provider's event is about, where nobody was known by it when it came. buyer is the provider's id of them,
-- hashed as in claims and in waiting; payment is the payment that the event named.
alter table provider_events add column buyer text;
alter table provider_events add column payment bigint;

create index provider_events_by_buyer on provider_events (program_id, buyer) where buyer is not null;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('provider_events', 'provider_events_by_buyer', '100000 100000 5');
*/
