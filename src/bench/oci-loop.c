/*
 * An OCI runtime, called once per container, one after another; no shell in between.
 *
 *   oci-loop run RUNTIME N DIR LOWER    DIR/c<i>/{config.json,upper,work}, DIR/root, DIR/state
 *   oci-loop delete RUNTIME N DIR
 *
 * A runtime takes a mounted rootfs. The overlay is mounted here, in a mount namespace of the
 * call's own, so that the host's mount table does not grow and slow the next clone.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"

struct loop {
	const char *runtime;
	int count;
	const char *directory, *lower;
};

static void mount_overlay(const struct loop *loop, int index)
{
	char options[1024], root[256];
	snprintf(root, sizeof root, "%s/root", loop->directory);
	snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s/c%d/upper,workdir=%s/c%d/work", loop->lower,
	    loop->directory, index, loop->directory, index);
	if (unshare(CLONE_NEWNS) < 0)
		die("unshare", "the mount namespace");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		die("make private", "/");
	if (mount("overlay", root, "overlay", 0, options) < 0)
		die("mount overlay on", root);
}

static _Noreturn void run_one(const struct loop *loop, int index)
{
	char name[32], bundle[256], state[256];
	snprintf(name, sizeof name, "c%d", index);
	snprintf(bundle, sizeof bundle, "%s/c%d", loop->directory, index);
	snprintf(state, sizeof state, "%s/state", loop->directory);
	mount_overlay(loop, index);
	execlp(loop->runtime, loop->runtime, "--root", state, "run", "-d", "--bundle", bundle, name, NULL);
	die("execute", loop->runtime);
}

static _Noreturn void delete_one(const struct loop *loop, int index)
{
	char name[32], state[256];
	snprintf(name, sizeof name, "c%d", index);
	snprintf(state, sizeof state, "%s/state", loop->directory);
	execlp(loop->runtime, loop->runtime, "--root", state, "delete", "-f", name, NULL);
	die("execute", loop->runtime);
}

static void for_each(const struct loop *loop, void (*act)(const struct loop *, int))
{
	for (int index = 0; index < loop->count; index++) {
		int status;
		pid_t pid = fork();
		if (pid < 0)
			die("fork for", loop->runtime);
		if (pid == 0)
			act(loop, index);
		if (waitpid(pid, &status, 0) < 0)
			die("wait for", loop->runtime);
		if (status == 0)
			continue;
		fprintf(stderr, "oci-loop: %s: container c%d failed\n", loop->runtime, index);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc == 6 && strcmp(argv[1], "run") == 0) {
		for_each(&(struct loop){argv[2], atoi(argv[3]), argv[4], argv[5]}, run_one);
	} else if (argc == 5 && strcmp(argv[1], "delete") == 0) {
		for_each(&(struct loop){argv[2], atoi(argv[3]), argv[4], NULL}, delete_one);
	} else {
		fprintf(stderr, "usage: oci-loop run RUNTIME N DIR LOWER | delete RUNTIME N DIR\n");
		return 2;
	}
	return 0;
}
