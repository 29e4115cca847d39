-- Which process drives a job, until when.
create table job_lease (
    tenant varchar(64) not null,
    request_key varchar(128) not null,
    holder varchar(300) not null,
    expires_at timestamp with time zone not null,
    primary key (tenant, request_key)
);

-- What people told a job that another process drives; an answer of '' means done.
create table job_wish (
    id varchar(64) primary key,
    tenant varchar(64) not null,
    request_key varchar(128) not null,
    command varchar(400) not null,
    asked_at timestamp with time zone not null,
    taken boolean not null,
    answer text
);

create index job_wish_by_job on job_wish (tenant, request_key, asked_at);
create index attempt_by_result on attempt (result_key);
