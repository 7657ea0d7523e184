package dev.reconcile.service.sync;

import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Sync;
import java.io.IOException;

/** Where the revisions of a Sync come from; tests put a list here. */
public interface Revisions {
  /** What the source says now. */
  Candidate latest(Sync sync) throws BrokenRevisionException;

  /** The objects of a revision that was kept, without a look at the source. */
  DesiredState kept(Sync sync, LastGood good) throws BrokenRevisionException;

  /** Removes what is kept of all other revisions. */
  void keepOnly(Sync sync, LastGood good) throws IOException;
}
