package dev.reconcile.plan;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ResourceId;
import java.util.List;

/**
 * One step of a plan.
 *
 * @param number position in the plan, from 1; the order is total and stable
 * @param subject the object it is for
 * @param verb what happens to the object
 * @param action what to do
 * @param after numbers of the steps that must have succeeded, ascending
 * @param fields the field changes that it carries out; may be empty
 * @param mutability what it costs the object
 * @param reason for people
 * @param consequence what people should know beforehand, such as a kill; may be empty
 */
public record Step(
    int number,
    ResourceId subject,
    Verb verb,
    Action action,
    List<Integer> after,
    List<FieldChange> fields,
    Mutability mutability,
    String reason,
    String consequence) {
  public Step {
    after = List.copyOf(after);
    for (int i = 1; i < after.size(); i++) {
      if (after.get(i - 1) >= after.get(i)) {
        throw new IllegalArgumentException("not ascending: " + after);
      }
    }
    fields = List.copyOf(fields);
  }

  /** What happens to the object, with its sign in a printed plan. */
  public enum Verb {
    CREATE("+"),
    UPDATE("~"),
    REPLACE("-/+"),
    DELETE("-");

    private final String sign;

    Verb(String sign) {
      this.sign = sign;
    }

    /** {@code + ~ -/+ -}. */
    public String sign() {
      return sign;
    }
  }
}
