package dev.reconcile.service.events;

import dev.reconcile.kernel.events.Alarm;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where owned objects are on the host, so that their neighbourhood can be watched. */
public interface Footprint {
  /** The cgroup directories of these objects, one per hierarchy, and whose they are. */
  Map<Path, ResourceId> directories(DesiredState objects) throws IOException;

  /** Their groups' files that tell by themselves, and whose they are. */
  Map<Alarm, ResourceId> alarms(DesiredState objects) throws IOException;

  /** Name of a container to the PID of its monitor, for those that have one. */
  Map<String, Integer> monitors() throws IOException;
}
