package io.shangda.hub.audit.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the key that seals: PKCS#8 in PEM, as {@code openssl genpkey -algorithm ed25519}
 * writes it.
 */
public final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final Path path;
  private final SealAlgorithm algorithm = new Ed25519();

  public KeyFile(Path path) {
    this.path = path;
  }

  /**
   * The key in the file.
   *
   * @throws IllegalStateException if there is no file, or none with such a key
   */
  public SealKey read() {
    try {
      return key(Files.readString(path, StandardCharsets.US_ASCII));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      IllegalStateException refused =
          new IllegalStateException(
              "%s holds no key to seal evidence with (%s). Expected is an Ed25519 key in PKCS#8 and PEM, as 'openssl genpkey -algorithm ed25519' makes it"
                  .formatted(path.toAbsolutePath(), e.getMessage() == null ? e : e.getMessage()));
      refused.addSuppressed(e); // a start tells its innermost cause, which would name no file
      throw refused;
    }
  }

  /** The key in the file; makes both if there is no file, readable by its owner only. */
  public SealKey readOrMake() {
    if (!Files.exists(path)) {
      make();
    }
    return read();
  }

  private void make() {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
      KeyPair key = algorithm.make();
      if (posix) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(path);
      }
      Files.writeString(path, pem(key.getPrivate().getEncoded()), StandardCharsets.US_ASCII);
      LOG.info(
          "Evidence is sealed with a new key in {}. Note its fingerprint elsewhere: {}",
          path,
          new SealKey(algorithm, key).id());
    } catch (FileAlreadyExistsException e) {
      LOG.debug("Another process was faster; its key counts", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write the key that seals evidence to " + path.toAbsolutePath(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
  }

  private SealKey key(String pem) throws GeneralSecurityException {
    int from = pem.indexOf(BEGIN);
    int to = pem.indexOf(END);
    if (from < 0 || to < from) {
      throw new GeneralSecurityException("there is no line " + BEGIN);
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
    return new SealKey(algorithm, algorithm.read(der));
  }

  private static String pem(byte[] der) {
    return BEGIN + "\n" + Base64.getEncoder().encodeToString(der) + "\n" + END + "\n";
  }
}
