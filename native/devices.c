#include "devices.h"

#include "sys.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>

enum { INSTRUCTIONS_MAX = 512 };

/* Most containers have the same program: it is loaded, and looked at by the kernel's verifier, once. */
static char loaded[BPF_OBJ_NAME_LEN];
static int program = -1;

static int bpf(int command, union bpf_attr *attributes)
{
	return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static int digit(char letter)
{
	const char *digits = "0123456789abcdef";
	const char *found = letter ? strchr(digits, letter) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* How many bytes; -1 for what are no digits, or too many of them. */
static int bytes_of(const char *digits, unsigned char *bytes, size_t most)
{
	size_t count = 0;
	for (; digits[0]; digits += 2, count++) {
		int high = digit(digits[0]), low = digit(digits[1]);
		if (high < 0 || low < 0 || count == most)
			return -1;
		bytes[count] = (unsigned char)(high << 4 | low);
	}
	return (int)count;
}

static int load(const char *name, const char *code)
{
	struct bpf_insn instructions[INSTRUCTIONS_MAX];
	int bytes = bytes_of(code, (unsigned char *)instructions, sizeof instructions);
	if (bytes <= 0 || bytes % (int)sizeof instructions[0] != 0 || strlen(name) >= sizeof loaded) {
		errno = EINVAL;
		return -1;
	}
	union bpf_attr attributes = {
		.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE,
		.expected_attach_type = BPF_CGROUP_DEVICE,
		.insn_cnt = (uint32_t)((size_t)bytes / sizeof instructions[0]),
		.insns = (uintptr_t)instructions,
		.license = (uintptr_t) "",
	};
	strcpy(attributes.prog_name, name);
	int fd = bpf(BPF_PROG_LOAD, &attributes);
	if (fd < 0)
		return -1;
	if (program >= 0)
		close(program);
	program = fd;
	strcpy(loaded, name);
	return 0;
}

/* Whoever finds one there has to tell whose it is. */
static int attach(int group)
{
	union bpf_attr query = {.query = {.target_fd = (uint32_t)group, .attach_type = BPF_CGROUP_DEVICE}};
	if (bpf(BPF_PROG_QUERY, &query) < 0)
		return -1;
	if (query.query.prog_cnt > 0) {
		errno = EEXIST;
		return -1;
	}
	union bpf_attr attributes = {
		.target_fd = (uint32_t)group,
		.attach_bpf_fd = (uint32_t)program,
		.attach_type = BPF_CGROUP_DEVICE,
		.attach_flags = BPF_F_ALLOW_MULTI,
	};
	return bpf(BPF_PROG_ATTACH, &attributes);
}

int devices_attach(const char *path, const char *name, const char *code)
{
	if ((program < 0 || strcmp(loaded, name) != 0) && load(name, code) < 0)
		return -1;
	int group = sys_open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (group < 0)
		return -1;
	int result = attach(group);
	int err = errno;
	close(group);
	errno = err;
	return result;
}
