package io.shangda.hub.retention;

import io.shangda.hub.store.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ArchivingOnPostgresqlTest extends ArchivedEvents {
  ArchivingOnPostgresqlTest(@TempDir Path folder) {
    super(Dialect.POSTGRESQL, folder);
  }
}
