# The tests that drive single rooms of the program on a real kernel (*KernelTest),
# on the run time that is shipped. Their listener writes TAP without numbers.
. ./tap.sh

java=/payload/java

# As systemd would: the tests make their groups right below the root.
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
  echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
done

# What rdma.max, misc.max and dmem.max count, where the machine has the drivers.
if [ -d /sys/module/rdma_rxe ]; then
  check 'kernel tests: there is an RDMA device' /usr/bin/rdma link add roce0 type rxe netdev lo
fi
if [ -d /sys/module/misc_resource ]; then
  check 'kernel tests: misc has a resource' has "$(cat /sys/fs/cgroup/misc.capacity)" '^sev [1-9]'
fi
if [ -d /sys/module/dmem_region ]; then
  check 'kernel tests: dmem has a region' has "$(cat /sys/fs/cgroup/dmem.capacity)" '^vram0 [1-9]'
fi

mkdir -p /tmp/kernel-tests/native/build
ln -s /opt/reconcile/libexec/reconcile-helper /tmp/kernel-tests/native/build/reconcile-helper
cd /tmp/kernel-tests || exit 1

kernel_word() { sed -n "s/.*$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

# Compiled by C1 alone: under an interpreted CPU, optimising costs more than it gains.
/opt/reconcile/runtime/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m \
  -Dreconcile.transitions="$(kernel_word vm.transitions)" -Dreconcile.seed="$(kernel_word vm.seed)" --enable-native-access=ALL-UNNAMED -Djffi.boot.library.path=/opt/reconcile/lib -Dreconcile.home=/opt/reconcile \
  -cp "$java/lib/*:$java/test-classes:/opt/reconcile/lib/*" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree --disable-ansi-colors \
  --scan-classpath="$java/test-classes" --include-classname="${only:-.*KernelTest}" >console.log 2>&1
status=$?
results=$(cat target/test-results/java-*.tap 2>/dev/null)
echo "$results" | sed '/^$/d' | while read -r line; do
  tap_number=$((tap_number + 1))
  echo "$line" | sed "s/^\(\(not \)*ok\) - /\1 $tap_number - /"
done
run=$(echo "$results" | grep -c .)
tap_number=$((tap_number + run))
check 'kernel tests: some were run' [ "$run" -gt 0 ]
check 'kernel tests: the launcher exits 0' equal 0 "$status"
[ "$status" = 0 ] || grep -v '^[[:space:]]*at ' console.log | head -n 200 | sed 's/^/#   /'
finish
