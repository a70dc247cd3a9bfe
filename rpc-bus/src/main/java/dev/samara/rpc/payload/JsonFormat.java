package dev.samara.rpc.payload;

/** The format that every node reads, within the widest limits that a node may have. */
public final class JsonFormat {
  /** The format. */
  public static final PayloadFormat JSON = PayloadFormats.within(PayloadFormats.MAX_BYTES).json();

  /** The byte that names this format. */
  public static final int ID = JSON.id();

  private JsonFormat() {}
}
