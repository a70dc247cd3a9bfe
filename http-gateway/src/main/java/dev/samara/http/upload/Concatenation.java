package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes one file of several partial uploads, all of which it locks meanwhile. Blocks. */
final class Concatenation {
  private static final int COPY_BYTES = 256 * 1024;

  private final PartialStore store;
  private final PartialPlaces places;
  private final List<String> components;
  private final List<FileLocks> locks = new ArrayList<>();

  Concatenation(PartialStore store, PartialPlaces places, List<String> components) {
    this.store = store;
    this.places = places;
    this.components = components;
  }

  PartialState run(PartialRequest request, String composition) throws IOException, UploadException {
    try {
      var parts = new ArrayList<Path>();
      long total = 0;
      for (String id : components) {
        PartialFiles files = places.files(id);
        total = Math.addExact(total, lock(files));
        parts.add(files.data());
      }
      var whole =
          new PartialRequest(
              request.name(),
              OptionalLong.of(total),
              true,
              false,
              request.metadata(),
              request.digests(),
              request.wanted());
      return store.compose(whole, composition, parts);
    } finally {
      for (FileLocks lock : locks) {
        lock.release();
      }
    }
  }

  /** Returns the length of a component that is complete. */
  private long lock(PartialFiles files) throws IOException, UploadException {
    files.read();
    locks.add(places.lockNow(files));
    PartialInfo info = files.read();
    long offset = files.offset(info);
    if (!info.isComponent() || info.length().orElse(-1) != offset) {
      throw new UploadException(
          UploadFailure.WRONG_LENGTH, "not all parts are partial uploads that are complete");
    }
    return offset;
  }

  static void copy(Path part, UploadSink sink) throws IOException, UploadException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
      while (channel.read(buffer) >= 0) {
        sink.write(List.of(buffer.flip()));
        buffer.clear();
      }
    }
  }
}
