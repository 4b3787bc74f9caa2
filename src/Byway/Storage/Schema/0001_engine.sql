-- The engine: programs, keys, journal, people, sales, rewards, books. One text for SQLite and PostgreSQL: numbers are
-- bigint, the rest is text; what stands in comments that begin with "sqlite:" counts on SQLite only. Times are Unix
-- microseconds, amounts are micros, JSON is text.

create table programs (
    program_id bigint not null primary key,
    public_id text not null unique,
    name text not null,
    type text not null,
    mode text not null,
    website text not null,
    -- Makes look-up hashes of this program's keys useless elsewhere.
    pepper text not null,
    created_at bigint not null
);

-- The row a turn locks: everything that is counted per program.
create table program_heads (
    program_id bigint not null primary key,
    sequence bigint not null,
    hash text not null,
    version bigint not null,
    reward_number bigint not null,
    balance_number bigint not null
);

create table program_versions (
    program_id bigint not null,
    version bigint not null,
    settings text not null,
    sequence bigint not null,
    primary key (program_id, version)
) /*sqlite: without rowid */;

-- Global: the look-up from a bearer secret to its program.
create table api_keys (
    id text not null primary key,
    hash text not null unique,
    program_id bigint not null,
    name text not null,
    scope text not null,
    hint text not null,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint
);

create index api_keys_by_program on api_keys (program_id);

-- Rowid tables on SQLite: without rowids, rows of a kilobyte would each spill into an overflow page (measured: four
-- times the bytes).
create table journal_entries (
    program_id bigint not null,
    sequence bigint not null,
    id text not null,
    -- JSON without personal data, the very text that the hash covers.
    body text not null,
    hash text not null,
    primary key (program_id, sequence)
);

-- The erasable half of an entry. person is the number of the partner or customer it is about; null on sales, which
-- are found through
-- transactions (customer_number), so that the busiest table has no second index.
create table entry_personal (
    program_id bigint not null,
    sequence bigint not null,
    person bigint,
    salt text not null,
    request text not null,
    answer text not null,
    personal_rows text not null,
    primary key (program_id, sequence)
);

create index entry_personal_by_person on entry_personal (program_id, person) where person is not null;

-- Merchant keys in use, by hash: kind (customer, transaction, refund, credit) and key to the thing and the entry of
-- its original request.
create table claims (
    program_id bigint not null,
    kind bigint not null,
    key_hash text not null,
    number bigint not null,
    sequence bigint not null,
    request_hash text not null,
    claimed_at bigint not null,
    released_at bigint,
    primary key (program_id, kind, key_hash)
) /*sqlite: without rowid */;

-- Every id, referral key, link key and alias ever issued, one namespace per program and kind (partner, customer).
create table referral_keys (
    program_id bigint not null,
    kind bigint not null,
    key text not null,
    folded text not null,
    owner bigint not null,
    role text not null,
    created_at bigint not null,
    primary key (program_id, kind, key)
) /*sqlite: without rowid */;

create index referral_keys_by_folded on referral_keys (program_id, kind, folded);
create index referral_keys_by_owner on referral_keys (program_id, owner);

create table partners (
    program_id bigint not null,
    number bigint not null,
    id text not null,
    key text not null,
    email text,
    email_folded text,
    name text,
    surname text,
    password_hash text,
    tags text not null,
    status text not null,
    referred_by bigint,
    created_at bigint not null,
    updated_at bigint not null,
    archived_at bigint,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index partners_by_email on partners (program_id, email_folded);

create table customers (
    program_id bigint not null,
    number bigint not null,
    key text,
    referral_key text,
    email text,
    email_folded text,
    name text,
    surname text,
    tags text not null,
    metadata text,
    status text not null,
    is_provisional bigint not null,
    referred_by bigint,
    bound_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index customers_by_email on customers (program_id, email_folded);
create index customers_by_referrer on customers (program_id, referred_by, number);

create table transactions (
    program_id bigint not null,
    number bigint not null,
    key text not null,
    has_merchant_key bigint not null,
    customer_number bigint,
    customer_ref text,
    referred_by bigint,
    amount bigint not null,
    unit text not null,
    action text not null,
    product_ids text,
    product_types text,
    gross_amount bigint,
    discount_amount bigint,
    tax_amount bigint,
    shipping_amount bigint,
    discount_code text,
    source text not null,
    external_ids text,
    metadata text,
    given_reward bigint,
    is_rewardable bigint not null,
    is_rewarded bigint not null,
    is_credit bigint not null,
    refunded_amount bigint not null,
    previous_number bigint,
    created_at bigint not null,
    archived_at bigint,
    deleted_at bigint,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index transactions_by_customer on transactions (program_id, customer_number, number);
create index transactions_by_referrer on transactions (program_id, referred_by, number);

create table rewards (
    program_id bigint not null,
    number bigint not null,
    transaction_number bigint not null,
    beneficiary bigint not null,
    unit text not null,
    amount bigint not null,
    reversed_amount bigint not null,
    status text not null,
    account text not null,
    version bigint not null,
    held_until bigint,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index rewards_by_transaction on rewards (program_id, transaction_number);
create index rewards_held on rewards (held_until, program_id, number) where status = 'review_period';

create table refunds (
    program_id bigint not null,
    number bigint not null,
    transaction_number bigint,
    key text,
    amount bigint not null,
    counted_amount bigint not null,
    created_at bigint not null,
    primary key (program_id, number)
) /*sqlite: without rowid */;

create index refunds_by_transaction on refunds (program_id, transaction_number);

-- Sales waiting for their sign-up, refunds waiting for their sale.
create table waiting (
    program_id bigint not null,
    kind bigint not null,
    key_hash text not null,
    number bigint not null,
    until bigint not null,
    settled_at bigint,
    primary key (program_id, kind, key_hash, number)
) /*sqlite: without rowid */;

create index waiting_by_number on waiting (program_id, number);

create table balances (
    program_id bigint not null,
    owner bigint not null,
    account text not null,
    unit text not null,
    number bigint not null,
    amount bigint not null,
    postings bigint not null,
    hash text not null,
    primary key (program_id, owner, account, unit)
) /*sqlite: without rowid */;

create table postings (
    program_id bigint not null,
    balance bigint not null,
    position bigint not null,
    sequence bigint not null,
    reward bigint,
    amount bigint not null,
    balance_after bigint not null,
    hash text not null,
    primary key (program_id, balance, position)
) /*sqlite: without rowid */;

-- Sums kept in the turn. owner 0 is the program, otherwise a partner or referring customer; day is Unix days.
create table totals (
    program_id bigint not null,
    owner bigint not null,
    unit text not null,
    day bigint not null,
    sign_ups bigint not null,
    sales bigint not null,
    sales_amount bigint not null,
    rewarded_sales bigint not null,
    reward_amount bigint not null,
    primary key (program_id, owner, unit, day)
) /*sqlite: without rowid */;

create table idempotency_keys (
    program_id bigint not null,
    key_hash text not null,
    request_hash text not null,
    status bigint not null,
    body text not null,
    has_secret bigint not null,
    entry_id text,
    entry_count bigint not null,
    decision text,
    created_at bigint not null,
    primary key (program_id, key_hash)
) /*sqlite: without rowid */;

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- SQLite without statistics takes the first column of a primary key, the program, for selective, and reads a whole
-- program where an index would find ten rows (measured: 2,130 µs for one customer by e-mail among 20,000, 4 µs with
-- these). What is told here is what holds in the long run: many rows a program, few a key.
/*sqlite:
analyze;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('program_versions', 'program_versions', '1000000 1000000 1'),
    ('journal_entries', 'sqlite_autoindex_journal_entries_1', '1000000 1000000 1'),
    ('entry_personal', 'sqlite_autoindex_entry_personal_1', '1000000 1000000 1'),
    ('claims', 'claims', '1000000 1000000 100000 1'),
    ('referral_keys', 'referral_keys', '1000000 1000000 100000 1'),
    ('partners', 'partners', '1000000 1000000 1'),
    ('customers', 'customers', '1000000 1000000 1'),
    ('transactions', 'transactions', '1000000 1000000 1'),
    ('rewards', 'rewards', '1000000 1000000 1'),
    ('refunds', 'refunds', '1000000 1000000 1'),
    ('waiting', 'waiting', '1000000 1000000 100000 1000 1'),
    ('balances', 'balances', '1000000 1000000 1000 1000 1'),
    ('postings', 'postings', '1000000 1000000 1000 1'),
    ('totals', 'totals', '1000000 1000000 1000 1000 1'),
    ('idempotency_keys', 'idempotency_keys', '1000000 1000000 1'),
    ('api_keys', 'api_keys_by_program', '1000000 10'),
    ('entry_personal', 'entry_personal_by_person', '1000000 1000000 10'),
    ('referral_keys', 'referral_keys_by_folded', '1000000 1000000 100000 10'),
    ('referral_keys', 'referral_keys_by_owner', '1000000 1000000 10'),
    ('partners', 'partners_by_email', '1000000 1000000 10'),
    ('customers', 'customers_by_email', '1000000 1000000 10'),
    ('customers', 'customers_by_referrer', '1000000 1000000 10 1'),
    ('transactions', 'transactions_by_customer', '1000000 1000000 10 1'),
    ('transactions', 'transactions_by_referrer', '1000000 1000000 10 1'),
    ('rewards', 'rewards_by_transaction', '1000000 1000000 10'),
    ('refunds', 'refunds_by_transaction', '1000000 1000000 10'),
    ('waiting', 'waiting_by_number', '1000000 1000000 10');
*/
