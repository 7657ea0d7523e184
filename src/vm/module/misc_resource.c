// Stands in for a processor with encrypted guests, which QEMU does not interpret: the misc controller
// has no other resource, and its limits are the same whoever counts (Documentation, cgroup-v2.rst, Misc).
#include <linux/misc_cgroup.h>
#include <linux/module.h>

#define ASIDS 8

static int __init misc_resource_init(void)
{
	return misc_cg_set_capacity(MISC_CG_RES_SEV, ASIDS);
}

static void __exit misc_resource_exit(void)
{
	misc_cg_set_capacity(MISC_CG_RES_SEV, 0);
}

module_init(misc_resource_init);
module_exit(misc_resource_exit);
MODULE_DESCRIPTION("A resource for misc.max");
MODULE_LICENSE("GPL");
