// Stands in for a graphics card, which QEMU has none of whose driver counts its memory: dmem has no other
// regions, and its limits are the same whoever counts (Documentation, cgroup-v2.rst, DMEM).
#include <linux/cgroup_dmem.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/sizes.h>

static struct dmem_cgroup_region *region;

static int __init dmem_region_init(void)
{
	const struct dmem_cgroup_init memory = { .size = SZ_64M };

	region = dmem_cgroup_register_region(&memory, "vram0");
	return PTR_ERR_OR_ZERO(region);
}

static void __exit dmem_region_exit(void)
{
	dmem_cgroup_unregister_region(region);
}

module_init(dmem_region_init);
module_exit(dmem_region_exit);
MODULE_DESCRIPTION("A region for dmem.max, dmem.low and dmem.min");
MODULE_LICENSE("GPL");
