package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;

/** A plain disk that fails to force what it is told to. */
final class FaultyDisk implements UploadDisk {
  private final UploadDisk plain = UploadDisk.plain();
  volatile boolean filesFail;
  volatile boolean foldersFail;

  @Override
  public GatheringByteChannel create(Path file) throws IOException {
    return plain.create(file);
  }

  @Override
  public void force(GatheringByteChannel channel) throws IOException {
    if (filesFail) {
      throw new IOException("Input/output error");
    }
    plain.force(channel);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    if (foldersFail) {
      throw new IOException("Input/output error");
    }
    plain.forceFolder(folder);
  }
}
