#!/bin/busybox sh
# PID 1 of the initramfs: loads what the cloud kernel has as modules, then moves
# to the disk. An initramfs cannot be pivoted away from and is no layer for an
# overlay, so the guest's root has to be a real file system.

/bin/busybox mkdir -p /dev /disk
/bin/busybox mount -t devtmpfs devtmpfs /dev
while read -r module; do
  /bin/busybox insmod "/modules/$module" || echo "insmod $module failed"
done </modules/order
/bin/busybox mount -t ext4 /dev/vda /disk || echo "mount /dev/vda failed"
/bin/busybox mount -t ext4 /dev/vdb /disk/payload || echo "mount /dev/vdb failed"
/bin/busybox mount -o bind /disk/payload/reconcile /disk/opt/reconcile
exec /bin/busybox switch_root /disk /sbin/init
