# The log: CRI lines, both streams, long and unfinished lines, rotation.
. ./lib.sh

SETS='set restart Never'
program lines /bin/sh -c "'echo out; echo err >&2; printf unfinished'"
start_ok lines
until_true 'phase_is lines succeeded'
grep -Eq '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{9}Z stdout F out$' "$BASE/lines/log" || fail "no stdout line: $(cat "$BASE/lines/log")"
grep -q 'Z stderr F err$' "$BASE/lines/log" || fail "no stderr line"
grep -q 'Z stdout F unfinished$' "$BASE/lines/log" || fail "no unfinished line"
minute=$(sed -n '1s/:[0-9.]*Z .*//p' "$BASE/lines/log")
[ "$minute" = "$(date -u +%Y-%m-%dT%H:%M)" ] || [ "$minute" = "$(date -u -d '1 minute ago' +%Y-%m-%dT%H:%M)" ] || fail "time $minute"

program long /bin/sh -c "'printf %020000d 7; echo; echo next'"
start_ok long
until_true 'phase_is long succeeded'
check "parts" "$(awk '{print $3, length($4)}' "$BASE/long/log" | tr '\n' ' ')" "P 16384 F 3616 F 4 "

SETS='set restart Never
set log-size 2000
set log-files 3'
program rotate /bin/sh -c "'seq 1000'"
start_ok rotate
until_true 'phase_is rotate succeeded'
check "files" "$(cd "$BASE/rotate" && echo log*)" "log log.1 log.2"
for file in log log.1 log.2; do
	[ "$(stat -c %s "$BASE/rotate/$file")" -le 2000 ] || fail "$file is too long"
done
check "in order, none lost" "$(cat "$BASE/rotate/log.2" "$BASE/rotate/log.1" "$BASE/rotate/log" | awk '{n = $4; if (last && n != last + 1) print "gap"; last = n} END {print last}')" 1000

# A burst of more than a pipe holds, while nothing is lost.
SETS='set restart Never'
program burst /bin/seq 50000
start_ok burst
until_true 'phase_is burst succeeded'
check "lines" "$(wc -l < "$BASE/burst/log")" 50000
