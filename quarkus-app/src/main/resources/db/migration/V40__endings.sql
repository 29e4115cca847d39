-- When jobs ended, and which routes have been told.
alter table job add column ended_at timestamp with time zone;
create index job_by_end on job (ended_at);

-- A route that did not take an ending is told again some time after claimed_at.
create table job_notice (
    listener varchar(100) not null,
    tenant varchar(64) not null,
    request_key varchar(128) not null,
    ended_at timestamp with time zone not null,
    claimed_at timestamp with time zone not null,
    told boolean not null,
    primary key (listener, tenant, request_key, ended_at)
);
