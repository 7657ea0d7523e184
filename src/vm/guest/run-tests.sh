# Runs the tests that the kernel's command line names, vm.tests=kernel,e2e: each
# prints its TAP lines and `1..N` as its last.

export PATH=/opt/reconcile/bin:$PATH LANG=C.UTF-8
cd /payload/test || exit 1
if [ -d /run/systemd/system ]; then
  echo "# systemd is $(systemctl is-system-running --wait)"
  systemctl --failed --plain --no-legend | sed 's/^/#   /'
fi
for test in $(sed -n 's/.*vm\.tests=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' '); do
  echo "# test $test"
  sh "$test.sh"
  echo "# test $test ended with status $? at $(cut -d ' ' -f 1 /proc/uptime) s"
done
