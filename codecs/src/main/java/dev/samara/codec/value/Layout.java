package dev.samara.codec.value;

/**
 * What the bytes of a value look like in the compact form; a schema names it by its code. Codes of
 * basic types first: their values are skipped and converted by their layout alone.
 */
enum Layout {
  BOOLEAN(1, Scalar.BOOLEAN),
  BYTE(2, Scalar.BYTE),
  WHOLE(3, Scalar.LONG),
  CHAR(4, Scalar.CHAR),
  FLOAT(5, Scalar.FLOAT),
  DOUBLE(6, Scalar.DOUBLE),
  TEXT(7, Scalar.TEXT),
  BYTES(8, Scalar.BYTES),
  BIG_INTEGER(9, Scalar.BIG_INTEGER),
  BIG_DECIMAL(10, Scalar.BIG_DECIMAL),
  INSTANT(11, Scalar.INSTANT),
  DURATION(12, Scalar.DURATION),
  DATE(13, Scalar.DATE),
  UUID(14, Scalar.UUID_),
  ENUM(15, null),
  MAYBE(32, null),
  LIST(33, null),
  MAP(34, null),
  RECORD(35, null),
  FAMILY(36, null),
  TUPLE(37, null);

  private static final Layout[] BY_CODE = new Layout[64];

  static {
    for (var layout : values()) {
      BY_CODE[layout.code] = layout;
    }
  }

  private final int code;
  private final Scalar scalar;

  Layout(int code, Scalar scalar) {
    this.code = code;
    this.scalar = scalar;
  }

  int code() {
    return code;
  }

  /** The basic type that reads any value of this layout; null if it is not a basic type's. */
  Scalar scalar() {
    return scalar;
  }

  /** Null if there is none. */
  static Layout ofCode(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  static Layout of(Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> BOOLEAN;
      case BYTE -> BYTE;
      case SHORT, INT, LONG -> WHOLE;
      case CHAR -> CHAR;
      case FLOAT -> FLOAT;
      case DOUBLE -> DOUBLE;
      case TEXT -> TEXT;
      case BYTES, BYTE_ARRAY -> BYTES;
      case BIG_INTEGER -> BIG_INTEGER;
      case BIG_DECIMAL -> BIG_DECIMAL;
      case INSTANT -> INSTANT;
      case DURATION -> DURATION;
      case DATE -> DATE;
      case UUID_ -> UUID;
    };
  }
}
