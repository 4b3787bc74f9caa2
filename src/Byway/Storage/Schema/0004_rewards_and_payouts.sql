-- Rewards by themselves: reviewed, given by hand, paid out; and payouts.

-- The entry that earned it, which explains it; 0 for none known. A transaction_number of 0 means: no sale.
alter table rewards add column sequence bigint not null default 0;

-- The payout that paid it.
alter table rewards add column payout bigint;

update rewards set sequence = transaction_number;

-- Sales that earn at once are in neither of these indexes, and in the first one rewards in review follow one another:
-- recording a sale touches no page more than before. A partner's other rewards are found through its sales.
create index rewards_not_ok on rewards (program_id, status, number) where status <> 'ok';
create index rewards_by_hand on rewards (program_id, beneficiary, sequence) where transaction_number = 0;

-- What the owner wrote about a reward: why it was given by hand, why it was rejected.
create table reward_notes (
    program_id bigint not null,
    reward bigint not null,
    note text,
    reason text,
    primary key (program_id, reward)
) /*sqlite: without rowid */;

-- Where a partner wants to be paid.
create table payout_details (
    program_id bigint not null,
    partner bigint not null,
    gateway text not null,
    -- JSON object of texts.
    details text not null,
    updated_at bigint not null,
    primary key (program_id, partner)
) /*sqlite: without rowid */;

create table payouts (
    program_id bigint not null,
    number bigint not null,
    partner bigint not null,
    unit text not null,
    amount bigint not null,
    status text not null,
    gateway text not null,
    -- JSON object of texts: the details as they were when it was requested.
    details text not null,
    -- JSON list of reward numbers when the partner chose; null for the whole balance.
    chosen text,
    reason text,
    -- Which postings of the partner's payable balance it covers, and up to which of them rewards are noted as paid.
    balance bigint not null,
    last_position bigint not null,
    noted_position bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    approved_at bigint,
    finished_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index payouts_by_partner on payouts (program_id, partner, number);
create index payouts_by_status on payouts (program_id, status, number);
create index payouts_to_note on payouts (program_id, number)
    where status = 'finished' and noted_position < last_position;

/*sqlite:
insert into sqlite_stat1 (tbl, idx, stat) values
    ('rewards', 'rewards_not_ok', '100000 100000 20000 1'),
    ('rewards', 'rewards_by_hand', '10000 10000 5 1'),
    ('reward_notes', 'reward_notes', '100000 100000 1'),
    ('payout_details', 'payout_details', '100000 100000 1'),
    ('payouts', 'payouts', '100000 100000 1'),
    ('payouts', 'payouts_by_partner', '100000 100000 10 1'),
    ('payouts', 'payouts_by_status', '100000 100000 1000 1'),
    ('payouts', 'payouts_to_note', '10 10 1');
*/
