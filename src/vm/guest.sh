#!/bin/sh
# PID 1 of the guest: a host with nothing but cgroup v2, no systemd. Runs the
# test, copies its lines to the second serial port, powers off.

export PATH=/bin:/sbin:/opt/reconcile/bin

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t cgroup2 -o nsdelegate cgroup2 /sys/fs/cgroup
hostname guest
ip link set lo up

cd /test || exit 1
sh /test/test.sh >/dev/ttyS1 2>&1
echo "guest: test ended with status $?" >/dev/ttyS1
sync
poweroff -f
