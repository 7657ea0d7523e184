package dev.reconcile.service.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.simpl.SimpleThreadPool;

/**
 * Runs named tasks at given times, on Quartz. A task has one trigger that fires once; the end of a
 * run sets the next. So no task overlaps itself, and a stall of an hour costs one late run, not as
 * many as were missed: Quartz would make up for each (its default misfire threshold is a minute).
 */
public final class PassTimer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final long MISFIRE_MILLIS = 1_000;

  private final Scheduler scheduler;

  private PassTimer(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * A timer that has begun.
   *
   * @param name unique among the timers of this program
   * @param task called with a task's name, on one of two threads
   */
  public static PassTimer start(String name, Consumer<String> task) throws SchedulerException {
    // Built by hand: the usual factory would read properties and look for updates.
    SimpleThreadPool threads = new SimpleThreadPool(THREADS, Thread.NORM_PRIORITY);
    threads.setThreadNamePrefix("pass");
    RAMJobStore store = new RAMJobStore();
    store.setMisfireThreshold(MISFIRE_MILLIS);
    DirectSchedulerFactory factory = DirectSchedulerFactory.getInstance();
    factory.createScheduler(name, name, threads, store);
    Scheduler scheduler = factory.getScheduler(name);
    scheduler.setJobFactory((fired, ignored) -> new Run(task));
    scheduler.start();
    return new PassTimer(scheduler);
  }

  /** Runs the task at this time and at no other; one that has passed means now. */
  public void schedule(String task, Instant at) throws SchedulerException {
    TriggerKey key = TriggerKey.triggerKey(task);
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(key)
            .forJob(JobKey.jobKey(task))
            .startAt(Date.from(at))
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
            .build();
    synchronized (this) {
      if (!scheduler.checkExists(JobKey.jobKey(task))) {
        JobDetail job = JobBuilder.newJob(Run.class).withIdentity(task).storeDurably().build();
        scheduler.addJob(job, false);
      }
      if (scheduler.rescheduleJob(key, trigger) == null) {
        scheduler.scheduleJob(trigger);
      }
    }
  }

  /** Forgets a task; a run under way goes on to its end. */
  public synchronized void cancel(String task) throws SchedulerException {
    scheduler.deleteJob(JobKey.jobKey(task));
  }

  /** When the task runs next; null when it does not. */
  public @Nullable Instant next(String task) throws SchedulerException {
    Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(task));
    Date next = trigger == null ? null : trigger.getNextFireTime();
    return next == null ? null : next.toInstant();
  }

  /** Lets runs that are under way end, and begins no other. */
  @Override
  public void close() throws SchedulerException {
    scheduler.shutdown(true);
  }

  /** One run of one task; not while another run of the same task is under way. */
  @DisallowConcurrentExecution
  private static final class Run implements Job {
    private final Consumer<String> task;

    Run(Consumer<String> task) {
      this.task = task;
    }

    @Override
    public void execute(JobExecutionContext context) {
      task.accept(context.getJobDetail().getKey().getName());
    }
  }
}
