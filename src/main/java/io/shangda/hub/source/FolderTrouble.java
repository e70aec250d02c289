package io.shangda.hub.source;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Why a folder cannot be used, in an operator's words. */
final class FolderTrouble {
  private FolderTrouble() {}

  static PullFailure unusable(SourceId source, FolderOptions where, IOException cause) {
    return new PullFailure(
        Kind.MISFIT,
        "The hub cannot move files in the drop folder of source '%s', '%s', to '%s' or '%s': %s; it takes none from there until it can"
            .formatted(source, where.folder(), where.done(), where.failed(), of(cause)),
        null,
        cause);
  }

  static String of(IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "it may not write '" + denied.getFile() + "'";
    }
    if (cause instanceof FileAlreadyExistsException there) {
      return "'" + there.getFile() + "' is no folder";
    }
    if (cause instanceof FileSystemException file && file.getReason() != null) {
      return "'" + file.getFile() + "': " + file.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
