package dev.samara.rpc.payload;

import dev.samara.codec.value.CodecOptions;
import dev.samara.codec.value.ValueFormat;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The formats of one node: its own limits are in them, and its keys if it has some. Immutable, any
 * thread.
 *
 * <p>With keys every payload is sealed, and one that is not is refused: whoever can change a
 * message must not be able to say that it never was sealed.
 */
public final class PayloadFormats {

  /** The most bytes of a payload that a node may be set to: 64 MiB. */
  public static final int MAX_BYTES = 64 << 20;

  /** The id of JSON that is not sealed. */
  public static final int JSON_ID = 1;

  private static final int MAX_ID = 255;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 256;
  private static final int MAX_ELEMENTS = 1 << 20;

  private final PayloadFormat json;
  private final PayloadFormat cbor;
  private final PayloadFormat compact;

  /** Each at the place of its id. */
  private final List<Optional<PayloadFormat>> byId;

  private PayloadFormats(PayloadFormat json, PayloadFormat cbor, PayloadFormat compact) {
    this.json = json;
    this.cbor = cbor;
    this.compact = compact;
    this.byId = byId(List.of(json, cbor, compact));
  }

  private static List<Optional<PayloadFormat>> byId(List<PayloadFormat> formats) {
    List<Optional<PayloadFormat>> found =
        new ArrayList<>(Collections.nCopies(MAX_ID + 1, Optional.empty()));
    formats.forEach(format -> found.set(format.id(), Optional.of(format)));
    return List.copyOf(found);
  }

  /**
   * Formats without keys. Besides the limit of all bytes a value has at most 64 levels, numbers of
   * 256 digits and 1,048,576 elements in one list, set or map.
   *
   * @param maxBytes the most bytes of all arguments of a call, or of a value, 1 to 64 MiB
   * @return the formats
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static PayloadFormats within(int maxBytes) {
    if (maxBytes < 1 || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes: %d (expected: 1 to %d)".formatted(maxBytes, MAX_BYTES));
    }
    var limits =
        new CodecOptions(maxBytes, MAX_DEPTH, maxBytes, MAX_NUMBER_LENGTH, MAX_ELEMENTS, true);
    return new PayloadFormats(
        new ValuePayloads(JSON_ID, ValueFormat.JSON, limits),
        new ValuePayloads(2, ValueFormat.CBOR, limits),
        new ValuePayloads(3, ValueFormat.COMPACT, limits));
  }

  /**
   * The same formats, each sealed with AES-GCM: see {@link PayloadKeys}.
   *
   * @param keys those of this node; may be changed while it runs
   * @return formats that refuse what is not sealed
   * @throws IllegalStateException if these are sealed already
   */
  public PayloadFormats sealedWith(PayloadKeys keys) {
    return new PayloadFormats(
        new SealedFormat(json, keys),
        new SealedFormat(cbor, keys),
        new SealedFormat(compact, keys));
  }

  /**
   * Readable by people and everybody else.
   *
   * @return JSON; its id is 1, sealed 129
   */
  public PayloadFormat json() {
    return json;
  }

  /**
   * Binary and standard.
   *
   * @return CBOR; its id is 2, sealed 130
   */
  public PayloadFormat cbor() {
    return cbor;
  }

  /**
   * What nodes speak among each other: the shortest and fastest.
   *
   * @return the compact form of {@link ValueFormat#COMPACT}; its id is 3, sealed 131
   */
  public PayloadFormat compact() {
    return compact;
  }

  /**
   * Makes a payload of a value that somebody else has written.
   *
   * @param format one of {@link #json}, {@link #cbor}, {@link #compact}
   * @param written the value in that format, not sealed
   * @return a payload
   */
  public static Buffer payload(PayloadFormat format, Buffer written) {
    return format instanceof SealedFormat sealing ? sealing.seal(written.getBytes()) : written;
  }

  /**
   * What is in a payload, for somebody else to read.
   *
   * @param format the format of the payload
   * @param payload a payload
   * @return the value in that format, not sealed
   * @throws PayloadException if it cannot be opened
   */
  public static Buffer written(PayloadFormat format, Buffer payload) {
    return format instanceof SealedFormat sealing ? sealing.open(payload.getBytes()) : payload;
  }

  /**
   * The format that a request names.
   *
   * @param id the byte of the request
   * @return the format; empty if this node does not read it
   */
  public Optional<PayloadFormat> withId(int id) {
    return id < byId.size() ? byId.get(id) : Optional.empty();
  }
}
