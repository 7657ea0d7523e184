#!/bin/sh
# PID 1 of a guest without an init system: a host with nothing but cgroup v2, or, where v1 has
# not been kept away, one that has mounted no cgroups yet.

export PATH=/bin:/sbin

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm /dev/mqueue
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
if grep -q cgroup_no_v1 /proc/cmdline; then
  mount -t cgroup2 -o nsdelegate cgroup2 /sys/fs/cgroup
else
  mount -t tmpfs tmpfs /sys/fs/cgroup
fi
hostname guest
ip link set lo up

sh /payload/test/run-tests.sh >/dev/ttyS1 2>&1
sync
poweroff -f
