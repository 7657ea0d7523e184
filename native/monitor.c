/*
 * The parent of one container's PID 1. One loop: signals, the report of a start, log lines, the end of an adopted PID 1, one
 * timer. It outlives the run that started it, so it is small: no heap, few descriptors, few pages.
 */
#include "monitor.h"

#include "cgroup.h"
#include "exit_status.h"
#include "fail.h"
#include "launch.h"
#include "log.h"
#include "policy.h"
#include "process.h"
#include "signals.h"
#include "status.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static volatile sig_atomic_t got_term, got_hup, got_usr1, got_child;

static int directory_fd, program_fd, reply_fd = -1;
static struct settings settings_slots[2], *settings = &settings_slots[1]; /* the other one is for a program that is read again */
static struct status status = {.run = {.exit_code = -1, .reason = ""}, .last = {.exit_code = -1, .reason = ""}};
static struct launch launched = {.pid = 0, .pidfd = -1, .report = -1};
static bool is_ours;            /* PID 1 is our child, not adopted */
static bool reaped;             /* and waitpid has had it */
static int wait_status;
static bool stopping;
static bool restarting;         /* on demand: another run follows, whatever the policy says */
static bool cgroup_kills_at_birth; /* see cgroup_kill: then the child enters by cgroup.procs */
static int64_t deadline_ms = -1; /* monotonic: the end of a backoff, or of the grace period */
static int64_t run_began_ms, burst, oom_kills_before;
/* What the child has said so far, and our own reply: on a page of their own, given back when the start is over. */
static struct reply report __attribute__((aligned(4096)));

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* A full disk or a container directory that is gone must not end the container; the next transition tries again. */
static void phase_set(enum phase phase)
{
	status.phase = phase;
	(void)!status_write(directory_fd, &status);
}

static void message_set(const char *stage, const char *path, const char *text)
{
	struct text message = TEXT(status.message);
	text_add(&message, stage);
	if (*path) {
		text_add(&message, " '");
		text_add(&message, path);
		text_add(&message, "'");
	}
	text_add(&message, ": ");
	text_add(&message, text);
}

/* The first start is somebody's request; all later ones are our own business. */
static void reply_send(const struct reply *reply)
{
	if (reply_fd < 0)
		return;
	(void)!write(reply_fd, reply->bytes, reply->used);
	close(reply_fd);
	reply_fd = -1;
}

static void reply_running(void)
{
	if (reply_fd < 0)
		return;
	reply_begin(&report);
	reply_add(&report, "ok");
	if (is_ours) {
		reply_add(&report, "pid");
		reply_number(&report, status.pid);
		reply_add(&report, "starttime");
		reply_number(&report, status.start_time);
	}
	reply_add(&report, "monitor");
	reply_number(&report, getpid());
	reply_send(&report);
}

static _Noreturn void end(enum phase phase)
{
	cgroup_kill(settings);
	/* We are the subreaper: a delete is over when no zombie is left either. What does not die in two seconds is not waited for. */
	sigset_t child_signal;
	sigemptyset(&child_signal);
	sigaddset(&child_signal, SIGCHLD);
	struct timespec patience = {.tv_sec = 2};
	pid_t pid;
	while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0)
		if (pid == 0 && sigtimedwait(&child_signal, NULL, &patience) < 0 && errno == EAGAIN)
			break;
	log_finish_run();
	phase_set(phase);
	_exit(phase == PHASE_FAILED ? 1 : 0);
}

static void process_forget(void)
{
	if (launched.pidfd >= 0)
		close(launched.pidfd);
	launched.pid = 0;
	launched.pidfd = -1;
	status.pid = 0;
	status.start_time = 0;
}

/* Whoever removed the container's directory has removed the container: nobody could hear of another run. */
static bool directory_is_gone(void)
{
	struct stat directory;
	return fstat(directory_fd, &directory) == 0 && directory.st_nlink == 0;
}

static void run_again_or_end(bool succeeded)
{
	if (stopping)
		end(PHASE_STOPPED);
	bool asked = restarting;
	restarting = false;
	if (directory_is_gone() || (!asked && !policy_restarts(settings, succeeded, burst)))
		end(succeeded ? PHASE_SUCCEEDED : PHASE_FAILED);
	/* Where PID 1 was no namespace's init, its children live on, and would meet the next run. */
	if (!(settings->clone_flags & CLONE_NEWPID))
		cgroup_kill(settings);
	/* Even without a delay it is the loop that starts it: signals come in between, and failures cannot pile up on the stack. */
	int64_t delay = asked ? 0 : policy_delay_ms(settings, burst++);
	deadline_ms = monotonic_ms() + delay;
	if (delay == 0)
		return;
	status.next_start_at = now_ms() + delay;
	phase_set(PHASE_BACKOFF);
}

static void run_ended(bool known)
{
	struct run *run = &status.run;
	bool signalled = known && WIFSIGNALED(wait_status);
	log_finish_run();
	process_forget();
	deadline_ms = -1;
	/* Only a run counts as one: a start that fails long after the last run is no reason to begin at once again. */
	if (monotonic_ms() - run_began_ms >= settings->reset_after_ms)
		burst = 0;
	run->finished_at = now_ms();
	run->signal = signalled ? WTERMSIG(wait_status) : 0;
	run->exit_code = !known ? -1 : signalled ? 128 + run->signal : WEXITSTATUS(wait_status);
	if (!known)
		run->reason = "ExitUnknown";
	else if (run->signal == SIGKILL && cgroup_oom_kills(settings) > oom_kills_before)
		run->reason = "OOMKilled";
	else
		run->reason = run->exit_code == 0 ? "Completed" : "Error";
	run_again_or_end(run->exit_code == 0);
}

/* `error STAGE ERRNO PATH TEXT` */
static void start_failed(struct reply *error)
{
	char *body = error->bytes;
	struct instruction instruction;
	struct reader reader = {.at = body, .end = body + error->used};
	if (frame_next(&reader, &instruction) == 1 && instruction.argc == 5)
		message_set(instruction.argv[1], instruction.argv[3], instruction.argv[4]);
	status.run.finished_at = now_ms();
	status.run.exit_code = -1;
	status.run.signal = 0;
	status.run.reason = "StartError";
	if (is_ours && launched.pid > 0 && !reaped)
		waitpid(launched.pid, &wait_status, 0);
	process_forget();
	deadline_ms = -1;
	if (reply_fd < 0) {
		run_again_or_end(false);
		return;
	}
	/* Nobody is left with a container that never ran: the caller hears why, and decides. The status is there before the reply. */
	phase_set(stopping ? PHASE_STOPPED : PHASE_FAILED);
	reply_send(error);
	_exit(1);
}

static void start_failed_here(const char *stage, int err, const char *path, const char *text)
{
	fail_to_reply(&report, stage, err, path, text);
	start_failed(&report);
}

/* From here on a monitor waits, for months perhaps: it gives back what only starting needed, the deep end of the stack too. */
static void memory_trim(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0) & ~(uintptr_t)4095;
	madvise(&report, sizeof report, MADV_DONTNEED);
	madvise((void *)(here - 5 * 4096), 4 * 4096, MADV_DONTNEED);
	frame_forget();
	program_forget();
}

static void start_succeeded(void)
{
	run_began_ms = monotonic_ms();
	phase_set(stopping ? PHASE_STOPPING : PHASE_RUNNING);
	reply_running();
	memory_trim();
}

static void launch(void)
{
	const char *path;
	report.used = 0;
	reaped = false;
	is_ours = true;
	if (!launch_start(&launched, settings, directory_fd, program_fd, cgroup_kills_at_birth, &path)) {
		launched.pid = 0;
		start_failed_here("clone", errno, path, strerror(errno));
		return;
	}
	/* While the child works: its PID is on record before it can have executed anything that matters. */
	status.pid = launched.pid;
	status.start_time = process_start_time(launched.pid);
	phase_set(PHASE_STARTING);
}

static void launch_again_by_attach(void)
{
	cgroup_kills_at_birth = true;
	if (!reaped)
		waitpid(launched.pid, &wait_status, 0);
	process_forget();
	launch();
}

/* Reads what the child says; at its end of file the start has succeeded or failed. */
static void report_read(void)
{
	ssize_t got = read(launched.report, report.bytes + report.used, sizeof report.bytes - report.used);
	if (got > 0) {
		report.used += (size_t)got;
		return;
	}
	if (got < 0 && errno == EINTR)
		return;
	close(launched.report);
	launched.report = -1;
	bool was_ready = report.used > 0 && report.bytes[0] == 'R';
	if (was_ready && report.used == 1) {
		start_succeeded();
		return;
	}
	if (report.used == 0 && !stopping && *settings->into_cgroup && !cgroup_kills_at_birth) {
		launch_again_by_attach();
		return;
	}
	if (report.used == 0) {
		bool starved = cgroup_oom_kills(settings) > oom_kills_before;
		start_failed_here("setup", 0, "",
				  stopping  ? "stopped while starting"
				  : starved ? "killed while starting: the kernel ran out of memory; raise memory.max of its group or of one above"
					    : "killed while starting");
		return;
	}
	report.used -= was_ready;
	memmove(report.bytes, report.bytes + was_ready, report.used);
	start_failed(&report);
}

static void run_start(void)
{
	if (status.run.finished_at) {
		status.last = status.run;
		status.restarts++;
	}
	status.run = (struct run){.started_at = now_ms(), .exit_code = -1, .reason = ""};
	status.next_start_at = 0;
	status.message[0] = '\0';
	deadline_ms = -1;
	oom_kills_before = cgroup_oom_kills(settings);
	launch();
}

/* Whether PID 1 would notice the signal: it has a handler, or it blocks the signal to read it (sigwait, signalfd). */
static bool catches_stop_signal(void)
{
	char hex[24];
	uint64_t caught = 0, blocked = 0, bit = 1ULL << (settings->stop_signal - 1);
	if (!(settings->clone_flags & CLONE_NEWPID))
		return true; /* not an init: the default action works */
	if (!process_status_field(launched.pid, "SigCgt", hex, sizeof hex) || !mask_parse(hex, &caught))
		return true;
	if (process_status_field(launched.pid, "SigBlk", hex, sizeof hex))
		mask_parse(hex, &blocked);
	return (caught | blocked) & bit;
}

/* The stop signal and a deadline, or SIGKILL at once where nobody would hear the signal. */
static void process_stop(void)
{
	if (launched.report >= 0 || settings->stop_signal == SIGKILL || !catches_stop_signal()) {
		sys_pidfd_send_signal(launched.pidfd, SIGKILL);
		deadline_ms = -1;
	} else {
		sys_pidfd_send_signal(launched.pidfd, settings->stop_signal);
		deadline_ms = monotonic_ms() + settings->grace_ms;
	}
}

static void stop(void)
{
	if (stopping)
		return;
	stopping = true;
	if (!launched.pid)
		end(PHASE_STOPPED);
	process_stop();
	phase_set(PHASE_STOPPING);
}

/* One that waits for its backoff is started now; one that is being started is as fresh as it can be. */
static void restart(void)
{
	if (stopping || restarting || launched.report >= 0)
		return;
	if (!launched.pid) {
		run_start();
		return;
	}
	restarting = true;
	process_stop();
}

static void program_load_again(void)
{
	struct settings *other = &settings_slots[settings == &settings_slots[0]];
	int file = openat(directory_fd, "program", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	size_t length;
	char *program = file < 0 ? NULL : program_try_read(file, &length);
	const char *fault = program ? settings_read(other, program, length) : "cannot be read";
	program_forget();
	if (fault) {
		/* The old one still holds. */
		message_set("program", fault, "the new program is not used");
		if (file >= 0)
			close(file);
	} else {
		close(program_fd);
		program_fd = file;
		settings = other;
		log_limit(settings->log_size, settings->log_files);
		status.message[0] = '\0';
	}
	phase_set(status.phase);
}

static void children_reap(void)
{
	int code;
	pid_t pid;
	bool ended = false;
	while ((pid = waitpid(-1, &code, WNOHANG)) > 0)
		if (is_ours && pid == launched.pid) {
			wait_status = code;
			ended = reaped = true;
		}
	if (!ended)
		return;
	/* Its report comes first: it may have died before execve. That may start the next one, whose report is not awaited here. */
	for (pid = launched.pid; launched.pid == pid && launched.report >= 0;)
		report_read();
	if (launched.pid && reaped)
		run_ended(true);
}

static void timer_fired(void)
{
	deadline_ms = -1;
	if (stopping || restarting)
		sys_pidfd_send_signal(launched.pidfd, SIGKILL);
	else
		run_start();
}

static void adopted_ended(void)
{
	bool known = exit_status_of_stranger(status.pid, status.start_time, launched.pidfd, &wait_status);
	run_ended(known);
}

static void signals_handle(void)
{
	if (got_child) {
		got_child = 0;
		children_reap();
	}
	if (got_hup) {
		got_hup = 0;
		program_load_again();
	}
	if (got_usr1) {
		got_usr1 = 0;
		restart();
	}
	if (got_term) {
		got_term = 0;
		stop();
	}
}

static int64_t time_left(void)
{
	int64_t left = deadline_ms - monotonic_ms();
	return left > 0 ? left : 0;
}

static _Noreturn void loop(void)
{
	sigset_t none;
	sigemptyset(&none);
	for (;;) {
		struct pollfd fds[] = {
			{.fd = log_input(LOG_STDOUT), .events = POLLIN},
			{.fd = log_input(LOG_STDERR), .events = POLLIN},
			{.fd = launched.report, .events = POLLIN},
			{.fd = is_ours ? -1 : launched.pidfd, .events = POLLIN},
		};
		int64_t left = deadline_ms < 0 ? 0 : time_left();
		struct timespec timeout = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
		/* Signals are let in here and nowhere else. */
		int ready = ppoll(fds, 4, deadline_ms < 0 ? NULL : &timeout, &none);
		if (ready > 0 && fds[2].revents)
			report_read();
		if (ready > 0 && fds[0].revents)
			log_move(LOG_STDOUT);
		if (ready > 0 && fds[1].revents)
			log_move(LOG_STDERR);
		if (ready > 0 && fds[3].revents)
			adopted_ended();
		signals_handle();
		if (deadline_ms >= 0 && time_left() == 0)
			timer_fired();
	}
}

static void on_signal(int signal)
{
	if (signal == SIGTERM)
		got_term = 1;
	else if (signal == SIGHUP)
		got_hup = 1;
	else if (signal == SIGUSR1)
		got_usr1 = 1;
	else
		got_child = 1;
}

/* serve ignores signals, and an ignored signal stays ignored across execve: SIGCHLD would then be reaped by nobody's wait. */
static void signals_set_up(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, handle = {.sa_handler = on_signal};
	sigset_t ours;
	sigemptyset(&ours);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGHUP);
	sigaddset(&ours, SIGUSR1);
	sigaddset(&ours, SIGCHLD);
	sigprocmask(SIG_SETMASK, &ours, NULL);
	signals_reset();
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGTERM, &handle, NULL);
	sigaction(SIGHUP, &handle, NULL);
	sigaction(SIGUSR1, &handle, NULL);
	sigaction(SIGCHLD, &handle, NULL);
}

/* Held by the process until it ends; /proc/locks shows by whom. The descriptor must never be opened a second time (fcntl(2)). */
static void lock(const char *directory)
{
	fail_stage("lock");
	int file = openat(directory_fd, "monitor.lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	if (file < 0)
		fail(directory);
	if (fcntl(file, F_SETLK, &whole) == 0)
		return;
	int err = errno;
	char holder[40];
	struct text text = TEXT(holder);
	if (fcntl(file, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK) {
		text_add(&text, "held by ");
		text_number(&text, whole.l_pid);
	}
	errno = err;
	fail_because(directory, text.used ? holder : "held");
}

static void set_up(const char *directory, int reply)
{
	/* Out of the caller's process group first of all: a Ctrl-C there must not reach us. */
	setsid();
	signals_set_up();
	umask(077);
	reply_fd = reply;
	fcntl(reply_fd, F_SETFD, FD_CLOEXEC);
	fail_report_to(reply_fd);
	fail_stage("setup");
	directory_fd = sys_open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory_fd < 0)
		fail(directory);
	/* Only the standard descriptors, the directory and the reply stay; no directory but / is kept busy. */
	unsigned low = (unsigned)(reply_fd < directory_fd ? reply_fd : directory_fd);
	unsigned high = (unsigned)(reply_fd < directory_fd ? directory_fd : reply_fd);
	if (low > 3)
		sys_close_range(3, low - 1, 0);
	if (high > low + 1)
		sys_close_range(low + 1, high - 1, 0);
	if (sys_close_range(high + 1, ~0U, 0) < 0 || chdir("/") < 0)
		fail("/");
	prctl(PR_SET_NAME, "reconcile-mon", 0, 0, 0);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		fail("");
	lock(directory);
}

static void program_load(void)
{
	fail_stage("program");
	program_fd = openat(directory_fd, "program", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (program_fd < 0)
		fail("program");
	size_t length;
	char *program = program_read(program_fd, &length);
	const char *fault = settings_read(settings, program, length);
	if (fault)
		fail_usage("program", fault);
	log_limit(settings->log_size, settings->log_files);
}

static void adopt(pid_t pid, int64_t start_time)
{
	fail_stage("adopt");
	launched.pid = pid;
	launched.pidfd = process_open(pid, start_time);
	if (launched.pidfd < 0)
		fail_because("", "no process with this PID and start time");
	status.pid = pid;
	status.start_time = start_time;
	status_carry_over(directory_fd, &status);
	oom_kills_before = cgroup_oom_kills(settings);
	start_succeeded();
}

int monitor_main(const char *directory, int reply, pid_t pid, int64_t start_time)
{
	set_up(directory, reply);
	program_load();
	fail_stage("log");
	const char *failed = log_open(directory_fd);
	if (failed)
		fail(failed);
	if (pid)
		adopt(pid, start_time);
	else
		run_start();
	loop();
}
