package dev.reconcile.diff;

import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to happen to one object. {@code reason} is shown to people and never branched on. */
public sealed interface Change {
  ResourceId id();

  /** As it is to be; null when it is to go or to be left alone. */
  @Nullable Resource desired();

  /** For people. */
  String reason();

  /** It is not there. */
  record Create(Resource desired, Inventory.@Nullable Entry entry, String reason)
      implements Change {
    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** It is there and differs in fields that can be changed in place. */
  record Update(
      Resource desired, Inventory.@Nullable Entry entry, List<FieldChange> fields, String reason)
      implements Change {
    public Update {
      fields = List.copyOf(fields);
    }

    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** It must be deleted and made again. */
  record Replace(
      Resource desired,
      Inventory.@Nullable Entry entry,
      List<FieldChange> fields,
      boolean losesPersistentLayer,
      String reason)
      implements Change {
    public Replace {
      fields = List.copyOf(fields);
    }

    @Override
    public ResourceId id() {
      return desired.id();
    }
  }

  /** It is owned and no longer wanted. */
  record Delete(ResourceId id, Inventory.Entry entry, boolean prune, String reason)
      implements Change {
    @Override
    public @Nullable Resource desired() {
      return null;
    }
  }

  /** It is as it should be. */
  record NoOp(Resource desired, Inventory.@Nullable Entry entry) implements Change {
    @Override
    public ResourceId id() {
      return desired.id();
    }

    @Override
    public String reason() {
      return "";
    }
  }

  /**
   * It differs, but is to be left alone: an annotation says so, or what it needs is not there yet.
   */
  record Skip(ResourceId id, String reason) implements Change {
    @Override
    public @Nullable Resource desired() {
      return null;
    }
  }
}
