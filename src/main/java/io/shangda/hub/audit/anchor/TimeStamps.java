package io.shangda.hub.audit.anchor;

import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.record.Hash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A time-stamping service (RFC 3161, over HTTP by section 3.4). It stamps the seal's hash, so the
 * token fits the seal's text: {@code openssl ts -verify -data <text> -token_in -in <token>}.
 */
public final class TimeStamps implements AnchorPlace {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int NONCE_BYTES = 8;

  private final URI address;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * @param clock this node's own
   */
  public TimeStamps(URI address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "tsa";
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Receipt tell(Anchor anchor) throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] digest = HexFormat.of().parseHex(new Hash(anchor.hash()).hex());
    TimeStampRequest request = new TimeStampRequest(digest, nonce);
    Instant before = clock.instant();
    HttpResponse<byte[]> answer = send(request);
    if (answer.statusCode() != 200) {
      throw new IOException("%s answered HTTP %d".formatted(address, answer.statusCode()));
    }
    return new Receipt(request.token(answer.body()), ahead(answer, before));
  }

  private HttpResponse<byte[]> send(TimeStampRequest request) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(address)
              .timeout(LIMIT)
              .header("Content-Type", "application/timestamp-query")
              .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + address + " was asked", e);
    }
  }

  private @Nullable Duration ahead(HttpResponse<byte[]> answer, Instant before) {
    Instant at = HttpDate.read(answer.headers().firstValue("Date").orElse(""));
    return at == null ? null : HttpDate.ahead(at, before, clock.instant());
  }
}
