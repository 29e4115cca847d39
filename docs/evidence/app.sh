#!/bin/bash
# Puts docs/evidence/app.md together of the rows that the last runs of these wrote:
#   ./mvnw verify -Psoak -pl quarkus-app -am -Dtest=none -Dit.test='TwoProcessesIT,LoadIT', with SAM3FLOW_TEMPORAL
#   ./mvnw verify -pl quarkus-app -am -Dtest=none -Dit.test=ConsoleIT, with a Chromium
#   deploy/containers-test.sh jvm native
# A row stays as it is until what writes it is run again.
set -euo pipefail
cd "$(dirname "$0")/../.."
{
    echo '# The application: what was measured'
    echo
    echo 'Each row was written by the run that it names; `docs/evidence/app.sh` says by which test. How fast it starts, on a JVM and as a'
    echo 'native executable: [start.md](start.md).'
    echo
    echo '| what | measured | run |'
    echo '|---|---|---|'
    cat quarkus-app/target/evidence/app/*.row
} > docs/evidence/app.md
