# A directory and a link to the host's are exchanged without pause while containers start (CVE-2021-30465, CVE-2024-45310).
. ./lib.sh

outside=$BASE/outside
mkdir -p "$outside" "$BASE/volume/a"
ln -s "/..$outside" "$BASE/volume/b"
"$TOOLS/exchange" "$BASE/volume/a" "$BASE/volume/b" &
attacker=$!
SETS='set restart Never'
MOUNTS="$MOUNTS
bind /volume $BASE/volume '' '' ''
mount /volume/a/deep tmpfs nosuid size=4k
dir /volume/b/made 0755 0 0"
tries=0
for i in $(seq 100); do
	program "c$i" /bin/true
	case "$(start "c$i")" in
	ok*) tries=$((tries + 1)) ;;
	esac
done
kill "$attacker"
[ -z "$(ls -A "$outside")" ] || fail "something was made outside the root: $(ls -A "$outside")"
grep -q "$outside" /proc/self/mountinfo && fail "something was mounted outside the root"
echo "$tries of 100 started under attack"
