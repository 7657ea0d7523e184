#include "exec.h"
#include "monitor.h"
#include "serve.h"
#include "text.h"

#include <string.h>
#include <unistd.h>

static int say(int fd, const char *line, int status)
{
	(void)!write(fd, line, strlen(line));
	return status;
}

int main(int argc, char **argv)
{
	const char *life = argc > 1 ? argv[1] : "";
	int64_t fd = 0, pid = 0, start_time = 0;
	if (argc == 2 && strcmp(life, "version") == 0)
		return say(1, "reconcile-helper protocol 1\n", 0);
	if (argc == 2 && strcmp(life, "serve") == 0)
		return serve_main();
	if (argc == 3 && strcmp(life, "exec") == 0 && number_parse(argv[2], 10, &fd))
		return exec_main((int)fd, argv);
	if ((argc == 4 || argc == 6) && strcmp(life, "monitor") == 0 && number_parse(argv[3], 10, &fd) &&
	    (argc == 4 || (number_parse(argv[4], 10, &pid) && number_parse(argv[5], 10, &start_time))))
		return monitor_main(argv[2], (int)fd, (pid_t)pid, start_time);
	return say(2, "usage: reconcile-helper serve | monitor DIR REPLY-FD [PID STARTTIME] | exec PROGRAM-FD | version\n", 125);
}
