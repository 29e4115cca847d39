-- Who may call, what was done, and what was answered.

create table api_key (
    id varchar(16) primary key,
    tenant varchar(64) not null,
    name varchar(100) not null,
    scopes varchar(100) not null,
    secret_hash varchar(64) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);

create table console_session (
    token_hash varchar(64) primary key,
    key_id varchar(16) not null references api_key (id),
    expires_at timestamp with time zone not null
);

-- Each row's digest covers the row before it, so that a changed or missing row shows.
create table audit_entry (
    seq bigint primary key,
    at_millis bigint not null,
    tenant varchar(64) not null,
    actor varchar(200) not null,
    action varchar(100) not null,
    subject varchar(300) not null,
    outcome varchar(300) not null,
    digest varchar(64) not null
);

create index audit_by_tenant on audit_entry (tenant, seq);

create table audit_lock (id integer primary key);
insert into audit_lock (id) values (1);

create table idempotent_answer (
    tenant varchar(64) not null,
    idempotency_key varchar(255) not null,
    order_digest varchar(64) not null,
    begun_at timestamp with time zone not null,
    status integer,
    location varchar(500),
    body text,
    primary key (tenant, idempotency_key)
);
