-- Uploads that may be used again while the provider keeps them. The URL is a secret: it is stored sealed.
create table upload (
    account varchar(64) not null,
    sha256 varchar(64) not null,
    file_name varchar(200) not null,
    sealed_url text not null,
    expires_at timestamp with time zone not null,
    prediction_id varchar(200),
    reused boolean not null,
    primary key (account, sha256)
);

-- Callbacks that were acted on: the provider delivers each several times.
create table callback (
    prediction_id varchar(200) primary key,
    marker varchar(200) not null,
    status varchar(16) not null,
    received_at timestamp with time zone not null
);

create index attempt_by_age on attempt (intended_at);
