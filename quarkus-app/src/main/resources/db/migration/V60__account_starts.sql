-- Whoever counts an account's starts holds its row.
create table account_limit (
    account varchar(64) primary key
);

-- What counts towards an account's limits: starts that are being answered, those of the last minute, and what runs.
create table account_start (
    id varchar(64) primary key,
    account varchar(64) not null,
    prediction_id varchar(200),
    state varchar(16) not null,
    answered_at timestamp with time zone,
    seen_at timestamp with time zone not null
);

create index account_start_by_account on account_start (account, prediction_id);
