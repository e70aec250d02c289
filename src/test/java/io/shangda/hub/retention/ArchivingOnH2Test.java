package io.shangda.hub.retention;

import io.shangda.hub.store.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ArchivingOnH2Test extends ArchivedEvents {
  ArchivingOnH2Test(@TempDir Path folder) {
    super(Dialect.H2, folder);
  }
}
