package io.shangda.hub.audit.anchor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A time-stamping service made of {@code openssl ts} and a small HTTP server. */
final class OpensslStamps implements AutoCloseable {
  private static final String SETTINGS =
      """
      [tsa]
      default_tsa = service
      [service]
      serial = %1$s/serial
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256
      ess_cert_id_alg = sha256
      """;
  private final Path folder;
  private final HttpServer server;

  OpensslStamps(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("service"));
    Files.writeString(this.folder.resolve("tsa.cnf"), SETTINGS.formatted(this.folder));
    Files.writeString(this.folder.resolve("serial"), "01\n");
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=time",
        "-days",
        "1",
        "-addext",
        "extendedKeyUsage=critical,timeStamping",
        "-keyout",
        "key.pem",
        "-out",
        "certificate.pem");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/stamp",
        exchange -> {
          Files.write(this.folder.resolve("query"), exchange.getRequestBody().readAllBytes());
          openssl(
              "ts",
              "-reply",
              "-config",
              "tsa.cnf",
              "-queryfile",
              "query",
              "-signer",
              "certificate.pem",
              "-inkey",
              "key.pem",
              "-out",
              "reply");
          byte[] reply = Files.readAllBytes(this.folder.resolve("reply"));
          exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/stamp");
  }

  /** What openssl says of a token over a text. */
  String verify(Path text, Path token) throws IOException {
    return openssl(
        "ts",
        "-verify",
        "-data",
        text.toString(),
        "-token_in",
        "-in",
        token.toString(),
        "-CAfile",
        "certificate.pem");
  }

  private String openssl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
