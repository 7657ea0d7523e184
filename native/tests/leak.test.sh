# serve: a thousand starts leave no descriptor, no zombie and no memory of themselves behind; many at once are in flight.
. ./lib.sh

mkfifo "$BASE/requests" "$BASE/replies"
"$HELPER" serve < "$BASE/requests" > "$BASE/replies" &
serve=$!
cat "$BASE/replies" > "$BASE/replied" &
exec 8> "$BASE/requests"

answered() { # COUNT replies in all: each begins with a frame header, whose words we do not need
	until_true "[ \"\$(tr '\\0' '\\n' < $BASE/replied | grep -c -E 'ok|error')\" -ge $1 ]"
}

echo hello | "$TOOLS/frame" raw >&8
answered 1
descriptors=$(ls "/proc/$serve/fd" | wc -l)
for i in $(seq 1000); do echo "start $BASE/none"; done | "$TOOLS/frame" raw >&8
answered 1001
# The sealed executable and the null device stay open from the first start on.
[ "$(ls "/proc/$serve/fd" | wc -l)" -le $((descriptors + 2)) ] || fail "leaked: $(ls -l "/proc/$serve/fd")"
check "zombies" "$(cat "/proc/$serve/task/$serve/children")" ""

SETS='set restart Never'
# Twenty containers in one cgroup must not kill what is in it when they end.
for i in $(seq 20); do (V2='' && program "c$i" /bin/true); done
for i in $(seq 20); do echo "start $BASE/c$i"; done | "$TOOLS/frame" raw >&8
answered 1021
for i in $(seq 20); do until_true "phase_is c$i succeeded"; done
[ "$(ls "/proc/$serve/fd" | wc -l)" -le $((descriptors + 2)) ] || fail "leaked: $(ls -l "/proc/$serve/fd")"

# The server dies with a start under way (it waits for a reader of the FIFO): the monitor goes on alone.
mkfifo "$BASE/gate"
mkdir "$BASE/alone"
printf 'set clone pid\nset restart Never\nattach %s\nhost-root\nexec %s true\n' "$BASE/gate" "$BUSYBOX" | "$TOOLS/frame" program > "$BASE/alone/program"
echo "start $BASE/alone" | "$TOOLS/frame" raw >&8
until_true 'phase_is alone starting 2>/dev/null'
kill -9 "$serve"
cat "$BASE/gate" > /dev/null
until_true 'phase_is alone succeeded'
exec 8>&-
