# Lines of small changes, and what is left out after one that has failed.
. ./lib.sh

# frame call sends one instruction a request; a line has several, so it is put together here.
u16() { printf "\\$(printf %03o $(($1 % 256)))\\$(printf %03o $(($1 / 256)))"; }
u32() { u16 $(($1 % 65536)) && u16 $(($1 / 65536)); }
instruction() {
	u16 $#
	printf '%s\0' "$@"
}
request() { # ID FILE: the file holds instructions
	u32 $(($(wc -c < "$2") + 4)) && u32 "$1" && cat "$2"
}
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
