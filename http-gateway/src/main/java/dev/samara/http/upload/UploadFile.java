package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upload in one request: temporary file, digests, move. */
final class UploadFile implements UploadSink {
  private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);

  private final UploadRequest request;
  private final Path temporary;
  private final Place place;
  private final FolderUse.Reservation room;
  private final GatheringByteChannel channel;
  private final RunningDigests digests;

  /** What every upload of a store shares. */
  record Place(Publisher publisher, UploadDisk disk, boolean forced) {}

  private UploadFile(
      UploadRequest request,
      Path temporary,
      Place place,
      FolderUse.Reservation room,
      GatheringByteChannel channel) {
    this.request = request;
    this.temporary = temporary;
    this.place = place;
    this.room = room;
    this.channel = channel;
    this.digests = new RunningDigests(RunningDigests.needed(request.wanted(), request.digests()));
  }

  /** The room is given back when the file cannot be made. */
  static UploadFile create(
      UploadRequest request, Path temporary, Place place, FolderUse.Reservation room)
      throws IOException {
    try {
      return new UploadFile(request, temporary, place, room, place.disk().create(temporary));
    } catch (IOException e) {
      room.release();
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  @Override
  public boolean prepare() {
    return true;
  }

  @Override
  public void write(List<ByteBuffer> batch) throws IOException, UploadException {
    room.write(writeAll(channel, digests, batch));
  }

  /** Hashes and writes; returns how many bytes. */
  static long writeAll(GatheringByteChannel channel, RunningDigests digests, List<ByteBuffer> batch)
      throws IOException {
    ByteBuffer[] buffers = batch.toArray(ByteBuffer[]::new);
    long bytes = 0;
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
      digests.update(buffer);
    }
    long left = bytes;
    while (left > 0) {
      left -= channel.write(buffers);
    }
    return bytes;
  }

  @Override
  public StoredUpload finish() throws IOException, UploadException {
    if (request.expectedBytes() >= 0 && request.expectedBytes() != digests.hashedBytes()) {
      throw new UploadException(UploadFailure.WRONG_LENGTH, "fewer bytes came than announced");
    }
    long bytes = digests.hashedBytes();
    var hex = digests.end();
    RunningDigests.check(request.digests(), hex);
    if (place.forced()) {
      place.disk().force(channel);
    }
    channel.close();
    var published = place.publisher().publish(temporary, request.name(), request.condition(), hex);
    room.keep(bytes, published.replaced());
    return published.upload();
  }

  @Override
  public boolean keeps() {
    return false;
  }

  @Override
  public ParkedUpload park() {
    throw new IllegalStateException("an upload in one request is never parked");
  }

  @Override
  public void discard(UploadFailure why) {
    room.release();
    try (channel) {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      LOG.warn("a temporary file of {} is left over: {}", request.name(), e.toString());
    }
  }
}
