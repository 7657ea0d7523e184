package dev.reconcile.fields.limits;

import dev.reconcile.model.ByteSize;
import dev.reconcile.model.TimeSpan;
import java.math.BigDecimal;

/** Between what people write, {@code 10M}, and what the kernel has, {@code 10000000}. */
enum Unit {
  /** Bytes as they are: no page rounds them. */
  BYTES,
  COUNT,
  /** 32 bits: from 4294967295 on the kernel reads {@code max}. */
  OPERATIONS,
  MICROS,
  FLAG,
  /** The kernel adds two decimals: {@code 95.00}. */
  DECIMAL,
  WORD;

  private static final String MAX = "max";
  private static final long MOST_OPERATIONS = 0xffff_ffffL;

  String kernel(String neutral) {
    if (neutral.equals(MAX)) {
      return MAX;
    }
    return switch (this) {
      case BYTES -> Long.toString(ByteSize.parse(neutral).bytes());
      case MICROS -> Long.toString(TimeSpan.parse(neutral).micros());
      case FLAG -> neutral.equals("true") ? "1" : "0";
      case OPERATIONS -> Long.parseLong(neutral) >= MOST_OPERATIONS ? MAX : neutral;
      case COUNT, DECIMAL, WORD -> neutral;
    };
  }

  String neutral(String kernel) {
    if (kernel.equals(MAX)) {
      return MAX;
    }
    return switch (this) {
      case BYTES -> new ByteSize(Long.parseLong(kernel)).toString();
      case MICROS -> new TimeSpan(Long.parseLong(kernel)).toString();
      case FLAG -> Boolean.toString(kernel.equals("1"));
      case DECIMAL -> new BigDecimal(kernel).stripTrailingZeros().toPlainString();
      case OPERATIONS -> Long.parseLong(kernel) >= MOST_OPERATIONS ? MAX : kernel;
      case COUNT, WORD -> kernel;
    };
  }

  /** What the kernel reads back. */
  String readBack(String written) {
    return this == DECIMAL && !written.equals(MAX)
        ? new BigDecimal(written).setScale(2).toPlainString()
        : written;
  }
}
