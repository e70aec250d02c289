package io.shangda.hub.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @Test
  void shouldMakeAKeyThatOnlyItsOwnerMayReadAndKeepIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("data/seal-key.pem");

    SealKey made = new KeyFile(file).readOrMake();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new KeyFile(file).readOrMake().id()).isEqualTo(made.id());
  }

  @Test
  void shouldReadTheKeyThatOpensslMadeWithTheSamePublicHalf(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("key.pem");
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", file.toString());
    run("openssl", "pkey", "-in", "" + file, "-pubout", "-outform", "DER", "-out", file + ".pub");

    SealKey key = new KeyFile(file).read();

    assertThat(key.publicKey()).isEqualTo(Files.readAllBytes(Path.of(file + ".pub")));
  }

  @Test
  void shouldNameTheFileThatHoldsNoKey(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("other.pem"), "no key");

    assertThatThrownBy(() -> new KeyFile(file).readOrMake())
        .hasMessageContaining("other.pem")
        .hasMessageContaining("openssl genpkey");
    assertThatThrownBy(() -> new KeyFile(folder.resolve("none.pem")).read())
        .hasMessageContaining("none.pem");
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
