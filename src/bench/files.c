#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void die(const char *operation, const char *path)
{
	fprintf(stderr, "%s: %s %s: %s\n", program_invocation_short_name, operation, path, strerror(errno));
	exit(1);
}

int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t written = write(fd, text, strlen(text));
	int error = errno;
	close(fd);
	errno = error;
	return written < 0 ? -1 : 0;
}

ssize_t read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	size_t length = 0;
	ssize_t part;
	while ((part = read(fd, text + length, size - 1 - length)) > 0)
		length += (size_t)part;
	int error = errno;
	close(fd);
	errno = error;
	text[length] = '\0';
	return part < 0 ? -1 : (ssize_t)length;
}
