# Lines of small changes, and what is left out after one that has failed.
. ./lib.sh

serve() { # frames on standard input → replies, one a line
	"$HELPER" serve | "$TOOLS/frame" replies
}

dir=$BASE/made
{
	instruction 'do'
	instruction dir "$dir/a/b" 750 0 0
	instruction file "$dir/a/b/f" 4640 1000 1001 "two
lines"
	instruction whiteout "$dir/a/w"
	instruction program "$dir/a/program"
	instruction exec sleep 1
} > "$BASE/make"
check "made" "$(request 1 "$BASE/make" | serve)" "1 ok"
check "directory" "$(stat -c '%a %u %g' "$dir/a" "$dir/a/b" | tr '\n' ' ')" "750 0 0 750 0 0 "
check "file" "$(stat -c '%a %u %g %s' "$dir/a/b/f")" "4640 1000 1001 9"
check "whiteout" "$(stat -c '%t:%T %F' "$dir/a/w")" "0:0 character special file"
{ printf 'RCPROG1\n' && instruction exec sleep 1; } | cmp - "$dir/a/program" || fail "program"
contains "once" "$(request 1 "$BASE/make" | serve)" "1 error file 17 $dir/a/b/f"

mkdir "$BASE/kept" && touch "$BASE/kept/file" && ln -s "$BASE/kept" "$dir/a/link"
{ instruction 'do' && instruction remove "$dir" && instruction remove "$dir"; } > "$BASE/remove"
check "removed, and absent is fine" "$(request 1 "$BASE/remove" | serve)" "1 ok"
[ ! -e "$dir" ] && [ -e "$BASE/kept/file" ] || fail "removed the wrong tree"
mkdir -p "$dir/below/mount"
request 1 "$BASE/remove" > "$BASE/frame"
refused=$(unshare -m sh -c 'mount -t tmpfs none "$1" && touch "$1/file" && "$HELPER" serve < "$2" | "$TOOLS/frame" replies
	[ -e "$1/file" ] || echo "removed what was mounted"' sh "$dir/below/mount" "$BASE/frame")
contains "a mount is in the way" "$refused" "1 error remove 16 $dir"
check "one line" "$(echo "$refused" | wc -l)" 1

group=${V2:-$(echo "$V1" | head -n 1)}/$GROUP/c
{
	instruction 'do'
	instruction make "$group/new"
	instruction mark "$group/new" trusted.reconcile.object container/new
	instruction write "$group/new/cgroup.procs" nobody
} > "$BASE/group"
{ instruction after 1 && instruction 'do' && instruction rmdir "$group/new"; } > "$BASE/left-out"
{ instruction after 2 && instruction hello; } > "$BASE/left-out-too"
{ instruction 'do' && instruction expect "$BASE/kept/file" x; } > "$BASE/other"
replies=$({
	request 1 "$BASE/group"
	request 2 "$BASE/left-out"
	request 3 "$BASE/left-out-too"
	request 4 "$BASE/other"
} | serve)
contains "refused" "$replies" "1 error write 22 $group/new/cgroup.procs"
contains "left out" "$replies" "2 error after 0 1"
contains "left out in turn" "$replies" "3 error after 0 2"
contains "not as expected" "$replies" "4 error expect 0 $BASE/kept/file"
check "mark" "$(getfattr --only-values -n trusted.reconcile.object "$group/new" 2>/dev/null)" container/new
{ instruction 'do' && instruction rmdir "$group/new" && instruction rmdir "$group/new"; } > "$BASE/rmdir"
check "removed, and absent is fine" "$(request 1 "$BASE/rmdir" | serve)" "1 ok"
{ instruction 'do' && instruction nonsense; } > "$BASE/nonsense"
contains "unknown" "$(request 1 "$BASE/nonsense" | serve)" "1 error nonsense 38"

# v1's devices take a rule at a time, v2's are a program.
for mount in $V1; do
	[ -e "$mount/devices.list" ] || continue
	devices=$mount/$GROUP/c
	{
		instruction 'do'
		instruction write "$devices/devices.deny" a
		instruction write "$devices/devices.allow" 'c 1:3 rwm' 'c 1:5 r'
		instruction expect "$devices/devices.list" 'c 1:3 rwm
c 1:5 r'
	} > "$BASE/rules"
	check "rules" "$(request 1 "$BASE/rules" | serve)" "1 ok"
	{ instruction 'do' && instruction write "$devices/devices.allow" 'c 1:7 r' 'nonsense' 'c 1:8 r'; } > "$BASE/rules"
	contains "up to the first that fails" "$(request 1 "$BASE/rules" | serve)" "1 error write 22 $devices/devices.allow"
	check "and no further" "$(tail -n 1 "$devices/devices.list")" 'c 1:7 r'
done

# r2 = the context's major number; r0 = 0; if r2 is 1, r0 = 1; exit: memory devices and no others.
if [ -n "$V2" ] && [ "$(printf '\1\0' | od -An -tu2 | tr -d ' ')" = 1 ]; then
	MEMORY=6112040000000000b7000000000000005502010001000000b7000000010000009500000000000000
	{ instruction 'do' && instruction devices "$group" rc_test "$MEMORY"; } > "$BASE/program"
	check "a program" "$(request 1 "$BASE/program" | serve)" "1 ok"
	contains "one is there" "$(request 1 "$BASE/program" | serve)" "1 error devices 17 $group"
	opened=$(sh -c 'echo 0 > "$1/cgroup.procs"; (: < /dev/null) && echo null; (: < /dev/tty) 2>&1; (: < /dev/ptmx) 2>&1' sh "$group")
	contains "memory devices" "$opened" null
	contains "no others" "$opened" "Operation not permitted"
	{ instruction 'do' && instruction devices "$group" rc_other 6112zz; } > "$BASE/program"
	contains "no program" "$(request 1 "$BASE/program" | serve)" "1 error devices 22 $group"
fi

# A limit, written and read back: what the kernel takes, rounds, and refuses.
for mount in $V1; do
	[ -e "$mount/$GROUP/c/pids.max" ] || continue
	file=$mount/$GROUP/c/pids.max
	{ instruction 'do' && instruction set "$file" 32 32 && instruction set "$file" 033 27; } > "$BASE/set"
	check "set" "$(request 1 "$BASE/set" | serve)" "1 ok"
	check "set" "$(cat "$file")" 27
	{ instruction 'do' && instruction set "$file" 34 35; } > "$BASE/set"
	contains "another text" "$(request 1 "$BASE/set" | serve)" "1 error set 0 $file 34"
	{ instruction 'do' && instruction set "$file" nonsense nonsense; } > "$BASE/set"
	contains "refused" "$(request 1 "$BASE/set" | serve)" "1 error set 22 $file"
	{ instruction 'do' && instruction set "$file.none" 1 1; } > "$BASE/set"
	contains "not there" "$(request 1 "$BASE/set" | serve)" "1 error set 2 $file.none"
done
