package io.shangda.hub.audit.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Takes an export that came as one zip file apart into a folder. */
public final class ExportZip {
  private static final List<String> FILES =
      List.of(Lines.KEYS, Lines.ANCHORS, Lines.SEALS, Lines.LEAVES, Lines.EVENTS, Lines.MANIFEST);

  private ExportZip() {}

  /**
   * Writes its files.
   *
   * @param folder is made if it is not there
   * @throws IOException also if there is an export in the folder already, or if the zip file was
   *     cut off or holds something else: a name in it never leads out of the folder
   */
  public static void unpack(InputStream in, Path folder) throws IOException {
    Files.createDirectories(folder);
    ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
    int files = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (files == FILES.size() || !entry.getName().equals(FILES.get(files))) {
        throw new IOException("what came is no export: it holds '" + entry.getName() + "'");
      }
      Files.copy(zip, folder.resolve(FILES.get(files)));
      files++;
    }
    if (files < FILES.size()) {
      throw new IOException("the export was cut off on its way");
    }
  }
}
