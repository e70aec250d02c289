package io.shangda.hub.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;

/** A certificate for a server that runs on this machine for the time of a test. */
public final class Certificates {
  public static final String STORE_PASSWORD = "synthetic-store-password";
  private static final String ALIAS = "server";

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes one that is its own authority. */
  public static Certificates of(String address, Path folder) throws IOException {
    Files.createDirectories(folder);
    Certificates made = new Certificates(folder);
    made.keytool(
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "2",
        "-dname",
        "CN=" + address,
        "-ext",
        "SAN=IP:" + address,
        "-ext",
        "BC=ca:true",
        "-storetype",
        "PKCS12",
        "-keystore",
        made.keyStore().toString(),
        "-storepass",
        STORE_PASSWORD);
    made.write();
    return made;
  }

  private void write() {
    try (var in = Files.newInputStream(keyStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD.toCharArray());
      Certificate certificate = store.getCertificate(ALIAS);
      PrivateKey key = (PrivateKey) store.getKey(ALIAS, STORE_PASSWORD.toCharArray());
      pem(authority(), "CERTIFICATE", certificate.getEncoded());
      pem(key(), "PRIVATE KEY", key.getEncoded());
      Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry(ALIAS, certificate);
      try (var out = Files.newOutputStream(trustStore())) {
        trust.store(out, STORE_PASSWORD.toCharArray());
      }
    } catch (IOException | java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pem(Path file, String what, byte[] content) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private void keytool(String... arguments) throws IOException {
    String[] line = new String[arguments.length + 1];
    line[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    try {
      int code =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.log").toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new UncheckedIOException(
            new IOException(
                Arrays.toString(line) + ": " + Files.readString(folder.resolve("keytool.log"))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The server's key and certificate, PKCS#12. */
  public Path keyStore() {
    return folder.resolve("server.p12");
  }

  /** What a client trusts, PKCS#12. */
  public Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /** What a client trusts, and what the server shows, PEM. */
  public Path authority() {
    return folder.resolve("server.pem");
  }

  /** The server's key, PEM. */
  public Path key() {
    return folder.resolve("server-key.pem");
  }
}
