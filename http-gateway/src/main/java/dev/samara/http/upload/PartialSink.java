package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's bytes on their way to a partial upload, whose lock it holds until it ends. What is
 * on the disk is right at every moment: a process that is killed leaves the bytes it wrote, and
 * none of a part whose digest was still to be checked.
 */
final class PartialSink implements UploadSink {
  private static final Logger LOG = LoggerFactory.getLogger(PartialSink.class);
  private static final int READ_BYTES = 256 * 1024;
  private static final int READS_PER_SLICE = 32;

  private final PartialFiles files;
  private final PartialSession session;
  private final AppendRequest request;
  private final RunningDigests part;
  private final RunningDigests whole;
  private final GatheringByteChannel channel;
  private PartialInfo info;
  private long sizeBytes;

  /** Bytes are there that may be neither right nor forced. */
  private boolean ending;

  /** The whole is not what was announced: it is of no use to anybody. */
  private boolean spoilt;

  PartialSink(PartialFiles files, PartialInfo info, AppendRequest request, PartialSession session)
      throws IOException {
    this.files = files;
    this.info = info;
    this.request = request;
    this.session = session;
    this.sizeBytes = request.offsetBytes();
    this.part = new RunningDigests(RunningDigests.of(request.digests()));
    this.whole = session.resume(files.id(), needed(info), sizeBytes);
    this.channel = files.disk().append(files.data(), sizeBytes);
  }

  /** A component is hashed by the final upload only. */
  private static Set<DigestAlgorithm> needed(PartialInfo info) {
    return info.isComponent() ? Set.of() : RunningDigests.needed(info.wanted(), info.digests());
  }

  OptionalLong length() {
    return info.length();
  }

  /** After a restart the digest of what is there is computed anew, slice by slice. */
  @Override
  public boolean prepare() throws IOException {
    try (FileChannel data = FileChannel.open(files.data(), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
      for (int i = 0; i < READS_PER_SLICE && whole.hashedBytes() < sizeBytes; i++) {
        long left = sizeBytes - whole.hashedBytes();
        buffer.clear().limit((int) Math.min(left, READ_BYTES));
        if (data.read(buffer, whole.hashedBytes()) < 0) {
          throw new IOException("a partial upload became shorter");
        }
        whole.update(buffer.flip());
      }
    }
    return whole.hashedBytes() == sizeBytes;
  }

  @Override
  public void write(List<ByteBuffer> batch) throws IOException, UploadException {
    long bytes = batch.stream().mapToLong(ByteBuffer::remaining).sum();
    long before = PartialFiles.heldBytes(info, sizeBytes);
    session.use().grow(PartialFiles.heldBytes(info, sizeBytes + bytes) - before);
    sizeBytes += bytes;
    batch.forEach(part::update);
    UploadFile.writeAll(channel, whole, batch);
  }

  @Override
  public UploadResult finish() throws IOException, UploadException {
    ending = true;
    RunningDigests.check(request.digests(), part.end());
    boolean complete =
        switch (request.completion()) {
          case AT_LENGTH -> info.length().isPresent() && info.length().getAsLong() == sizeBytes;
          case WITH_REQUEST -> true;
          case NOT_YET -> false;
        };
    if (request.expectedBytes() >= 0
        && request.offsetBytes() + request.expectedBytes() != sizeBytes) {
      throw new UploadException(UploadFailure.WRONG_LENGTH, "fewer bytes came than announced");
    }
    if (complete && info.length().orElse(sizeBytes) != sizeBytes) {
      throw new UploadException(
          UploadFailure.WRONG_LENGTH,
          "the upload is said to end at byte %d, and to have %d"
              .formatted(sizeBytes, info.length().getAsLong()));
    }
    return complete && !info.isComponent() ? publish() : keep();
  }

  private StoredUpload publish() throws IOException, UploadException {
    var hex = whole.end();
    try {
      RunningDigests.check(info.digests(), hex);
    } catch (UploadException e) {
      spoilt = true;
      throw e;
    }
    if (files.forced()) {
      files.disk().force(channel);
    }
    channel.close();
    var published =
        session.publisher().publish(files.data(), info.name(), UploadRequest.Condition.ANY, hex);
    session
        .use()
        .completed(PartialFiles.heldBytes(info, sizeBytes), sizeBytes, published.replaced());
    info = info.with(published.upload());
    try {
      files.write(info);
    } catch (IOException e) {
      LOG.warn("a client may not learn that its upload is complete: {}", e.toString());
    }
    session.release();
    return published.upload();
  }

  @Override
  public boolean keeps() {
    return true;
  }

  /** What was to be checked as a whole is worth nothing in part. */
  @Override
  public ParkedUpload park() throws IOException, UploadException {
    ending = true;
    if (request.digests().isEmpty()) {
      return keep();
    }
    cut();
    session.release();
    return new ParkedUpload(files.id(), sizeBytes);
  }

  private ParkedUpload keep() throws IOException {
    if (files.forced()) {
      files.disk().force(channel);
    }
    channel.close();
    trust();
    session.remember(files.id(), whole);
    session.release();
    return new ParkedUpload(files.id(), sizeBytes);
  }

  @Override
  public void discard(UploadFailure why) {
    try {
      if (spoilt) {
        channel.close();
        if (files.delete()) {
          session.use().removed(PartialFiles.heldBytes(info, sizeBytes), true);
        }
      } else if (ending || !request.digests().isEmpty() || !isOfTheDisk(why)) {
        cut();
      } else {
        // What was written before the disk failed, or was full, is good.
        channel.close();
      }
    } catch (IOException | UploadException e) {
      LOG.warn("a part of the upload {} could not be taken back: {}", files.id(), e.toString());
    } finally {
      session.release();
    }
  }

  private static boolean isOfTheDisk(UploadFailure why) {
    return switch (why) {
      case NO_SPACE, QUOTA, DISK_ERROR -> true;
      default -> false;
    };
  }

  /** Back to where the request began. */
  private void cut() throws IOException, UploadException {
    channel.close();
    files.disk().append(files.data(), request.offsetBytes()).close();
    long before = PartialFiles.heldBytes(info, sizeBytes);
    sizeBytes = request.offsetBytes();
    session.use().grow(PartialFiles.heldBytes(info, sizeBytes) - before);
    trust();
  }

  private void trust() throws IOException {
    if (info.trusted().isPresent()) {
      info = info.with(info.length(), OptionalLong.empty());
      files.write(info);
    }
  }
}
