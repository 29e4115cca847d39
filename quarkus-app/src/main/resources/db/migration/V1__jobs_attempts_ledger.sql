-- Plain SQL that H2 and PostgreSQL both take.

create table job (
    tenant varchar(64) not null,
    request_key varchar(128) not null,
    created_at timestamp with time zone not null,
    request text not null,
    progress text not null,
    result text,
    primary key (tenant, request_key)
);

create index job_by_age on job (tenant, created_at);

create table chunk_result (
    reuse_key varchar(128) primary key,
    created_at timestamp with time zone not null,
    result text not null
);

create table attempt (
    tenant varchar(64) not null,
    request_key varchar(128) not null,
    chunk integer not null,
    attempt integer not null,
    result_key varchar(128) not null,
    marker varchar(128) not null unique,
    reserved bigint not null,
    intended_at timestamp with time zone not null,
    state varchar(16) not null,
    prediction_id varchar(200),
    adopted boolean not null,
    detail text not null,
    primary key (tenant, request_key, chunk, attempt)
);

create table ledger_entry (
    seq bigint generated always as identity primary key,
    entry_key varchar(300) not null unique,
    tenant varchar(64) not null,
    job_id varchar(200) not null,
    kind varchar(16) not null,
    amount bigint not null,
    reason text not null,
    simulated boolean not null,
    posted_at timestamp with time zone not null
);

create index ledger_by_job on ledger_entry (job_id);
create index ledger_by_tenant on ledger_entry (tenant, posted_at);

-- Whoever checks a budget holds this row until it has posted.
create table ledger_lock (id integer primary key);
insert into ledger_lock (id) values (1);
