package dev.samara.http.wire;

import dev.samara.codec.http.BodyKind;
import dev.samara.codec.http.HttpField;
import dev.samara.codec.http.RequestHead;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Where the chunks of one body begin, beside the bytes themselves, which pass through Vert.x: the
 * reader puts a mark in before it hands the first bytes of a chunk on, and the body takes it out
 * with those bytes. Holds no more marks than pieces are under way. Used on the connection's event
 * loop by the reader, and on the request's context by the body: guarded by this.
 */
public final class BodyMarks {

  /**
   * A chunk.
   *
   * @param offset of its first byte in the body
   * @param sizeBytes its size
   * @param extensions as sent
   */
  public record Mark(long offset, long sizeBytes, String extensions) {}

  private static final int USUAL_MARKS = 16;

  /** Of all requests without a body: nothing is ever put in or taken out. */
  static final BodyMarks NONE = new BodyMarks(BodyKind.NONE, 0);

  private final BodyKind kind;
  private final ArrayDeque<Mark> marks;
  private long readBytes;
  private long takenBytes;
  private List<HttpField> trailers = List.of();

  static BodyMarks of(RequestHead head) {
    return head.bodyKind() == BodyKind.NONE
        ? NONE
        : new BodyMarks(head.bodyKind(), head.bodyBytes());
  }

  private BodyMarks(BodyKind kind, long bodyBytes) {
    this.kind = kind;
    this.marks = new ArrayDeque<>(kind == BodyKind.CHUNKED ? USUAL_MARKS : 1);
    if (kind == BodyKind.LENGTH && bodyBytes > 0) {
      marks.add(new Mark(0, bodyBytes, ""));
    }
  }

  /**
   * Of a body without chunks.
   *
   * @param bodyBytes its length, or -1 when nobody said it
   * @return one mark at its beginning
   */
  public static BodyMarks unframed(long bodyBytes) {
    var marks = new BodyMarks(BodyKind.NONE, 0);
    marks.marks.add(new Mark(0, bodyBytes, ""));
    return marks;
  }

  /**
   * Whether the sender made the chunks.
   *
   * @return false for a body with a length, which is one chunk here
   */
  public boolean isChunked() {
    return kind == BodyKind.CHUNKED;
  }

  /**
   * The next bytes of the body are dealt with.
   *
   * @param bytes how many, 1 or more
   * @return the chunk that they are the first of
   */
  public synchronized Optional<Mark> take(int bytes) {
    long offset = takenBytes;
    takenBytes += bytes;
    if (!marks.isEmpty() && marks.peek().offset() == offset) {
      return Optional.of(marks.poll());
    }
    return Optional.empty();
  }

  /**
   * What came after the last chunk.
   *
   * @return in their order; none before the end
   */
  public synchronized List<HttpField> trailers() {
    return trailers;
  }

  synchronized void chunk(long sizeBytes, String extensions) {
    marks.add(new Mark(readBytes, sizeBytes, extensions));
  }

  synchronized void read(int bytes) {
    readBytes += bytes;
  }

  synchronized void end(List<HttpField> allTrailers) {
    trailers = allTrailers;
  }
}
