# SIGUSR1 to a monitor: another run, whatever the policy says, with the same writable layer.
. ./lib.sh

SETS='set restart Never'
program asked /bin/sh -c "'trap \"exit 0\" TERM; echo run >> /runs; while :; do sleep 1000 & wait; done'"
start_ok asked
until_true '[ "$(wc -l < "$BASE/asked/upper/runs")" = 1 ]'
kill -USR1 "$(value asked monitor)"
until_true '[ "$(wc -l < "$BASE/asked/upper/runs")" = 2 ]'
until_true 'phase_is asked running'
check "the run before" "$(value asked restarts) $(value asked lastExitCode)" "1 0"

SETS='set restart Always
set backoff 600000 600000 600000'
program patient /bin/sh -c "'echo run >> /runs; exit 1'"
start_ok patient
until_true 'phase_is patient backoff'
runs=$(wc -l < "$BASE/patient/upper/runs")
kill -USR1 "$(value patient monitor)"
until_true '[ "$(wc -l < "$BASE/patient/upper/runs")" -gt "$runs" ]'
