/*
 * Text to frames and back, so that a shell can test the helper.
 *
 *   frame program              lines of standard input → a container program on standard output
 *   frame call HELPER          lines of standard input → requests 1, 2, … to `HELPER serve`, all sent at once;
 *                              prints each reply as `ID WORD WORD…` in the order of arrival
 *   frame raw                  lines → request frames on standard output, for a test that owns the pipe
 *   frame replies              reply frames on standard input, printed likewise
 *
 * A line is words separated by spaces; 'single quotes' hold a word together, '' is an empty one; # begins a comment line.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BODY_MAX (1 << 20)
#define REPLIES_ALL UINT32_MAX /* as many as there are */

static void put_u32(FILE *out, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		fputc((int)(value >> 8 * i & 255), out);
}

/* The instruction that LINE spells, in BODY; its size, 0 for none. */
static size_t instruction(const char *line, char *body)
{
	size_t size = 2;
	unsigned argc = 0;
	while (*line) {
		line += strspn(line, " \n");
		if (!*line || (argc == 0 && *line == '#'))
			break;
		for (int quoted = 0; *line && (quoted || (*line != ' ' && *line != '\n')); line++) {
			if (*line == '\'')
				quoted = !quoted;
			else
				body[size++] = *line;
		}
		body[size++] = '\0';
		argc++;
	}
	body[0] = (char)(argc & 255);
	body[1] = (char)(argc >> 8);
	return argc ? size : 0;
}

static int program(void)
{
	static char line[BODY_MAX], body[BODY_MAX];
	fputs("RCPROG1\n", stdout);
	while (fgets(line, sizeof line, stdin))
		fwrite(body, 1, instruction(line, body), stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}

static uint32_t send_requests(FILE *out)
{
	static char line[BODY_MAX], body[BODY_MAX];
	uint32_t id = 0;
	while (fgets(line, sizeof line, stdin)) {
		size_t size = instruction(line, body);
		if (!size)
			continue;
		put_u32(out, (uint32_t)size + 4);
		put_u32(out, ++id);
		fwrite(body, 1, size, out);
	}
	fflush(out);
	return id;
}

static uint32_t get_u32(FILE *in)
{
	unsigned char b[4];
	if (fread(b, 1, 4, in) != 4)
		return 0;
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static int print_replies(FILE *in, uint32_t count)
{
	static char body[BODY_MAX];
	for (; count > 0; count--) {
		uint32_t length = get_u32(in), id = get_u32(in);
		if (feof(in) && count > REPLIES_ALL / 2)
			return 0;
		if (length < 6 || length > BODY_MAX || fread(body, 1, length - 4, in) != length - 4) {
			fprintf(stderr, "frame: %u replies are missing\n", count);
			return 1;
		}
		printf("%u", id);
		for (char *word = body + 2; word < body + length - 4; word += strlen(word) + 1)
			printf(*word ? " %s" : " ''", word);
		putchar('\n');
		fflush(stdout);
	}
	return 0;
}

static int call(const char *helper)
{
	int requests[2], replies[2];
	if (pipe(requests) < 0 || pipe(replies) < 0)
		return 1;
	pid_t pid = fork();
	if (pid == 0) {
		dup2(requests[0], 0);
		dup2(replies[1], 1);
		close(requests[0]), close(requests[1]), close(replies[0]), close(replies[1]);
		execl(helper, helper, "serve", (char *)NULL);
		_exit(127);
	}
	close(requests[0]);
	close(replies[1]);
	FILE *out = fdopen(requests[1], "w");
	int failed = print_replies(fdopen(replies[0], "r"), send_requests(out));
	fclose(out);
	int status;
	waitpid(pid, &status, 0);
	return failed || status != 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "program") == 0)
		return program();
	if (argc == 2 && strcmp(argv[1], "raw") == 0)
		return send_requests(stdout) ? 0 : 1;
	if (argc == 2 && strcmp(argv[1], "replies") == 0)
		return print_replies(stdin, REPLIES_ALL);
	if (argc == 3 && strcmp(argv[1], "call") == 0)
		return call(argv[2]);
	fputs("usage: frame program | call HELPER | raw | replies\n", stderr);
	return 2;
}
