# The JVM's AOT cache in large pages: what is mapped privately, writable and at a fixed place is read into memory instead.
. ./lib.sh

[ -n "${PRELOAD:-}" ] || skip "run by make test, which names the library"
head -c 9000000 /dev/urandom > "$BASE/cache"
head -c 1000000 /dev/urandom > "$BASE/small"
mapped() { # FILE HOW
	LD_PRELOAD=$PRELOAD "$TOOLS/map_file" "$BASE/$1" "$2" | tr '\n' ' '
}

check "without it" "$("$TOOLS/map_file" "$BASE/cache" fixed | tr '\n' ' ')" "same file "
check "a cache" "$(mapped cache fixed)" "same memory "
check "at any place" "$(mapped cache anywhere)" "same file "
check "less than a large page" "$(mapped small fixed)" "same file "
check "more than the file has" "$(mapped cache short)" "same file "
